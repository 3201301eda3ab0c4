import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import type { ClusterPlace } from './locate-cluster.ts'
import type { PostgresUser } from './postgres-user.ts'

const LOG_LIMIT_BYTES = 16 * 1024 * 1024
const LOG_TAIL_LINES = 20

/** How the server is run. */
export interface Launch {
  readonly postgres: string
  readonly place: ClusterPlace
  readonly user: PostgresUser | null
  readonly port: number
  /** False only for throw-away clusters: a crash may then lose or damage them. */
  readonly durable: boolean
}

/** A server process just started: whether it has ended, and what it wrote since. */
export interface Launched {
  readonly pid: number
  hasExited(): boolean
  logTail(): string
}

/**
 * Starts the server in a process group of its own, so that Ctrl-C in the terminal reaches us and not it, and the
 * program can finish its work before the database goes. Its output goes to `postgres.log`.
 */
export function launchPostmaster(launch: Launch): Launched {
  const logFile = path.join(launch.place.home, 'postgres.log')
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`)
  const log = openSync(logFile, 'a', 0o600)
  const from = statSync(logFile).size
  let exited = false
  const child = spawn(launch.postgres, ['-D', launch.place.data, ...serverFlags(launch)], {
    ...launch.user,
    cwd: path.dirname(launch.place.data),
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.once('error', () => (exited = true))
  child.once('exit', () => (exited = true))
  child.unref()
  return {
    pid: child.pid ?? 0,
    hasExited: () => exited,
    logTail: () =>
      readFileSync(logFile).subarray(from).toString().trim().split('\n').slice(-LOG_TAIL_LINES).join('\n'),
  }
}

function serverFlags(launch: Launch): string[] {
  const settings = {
    port: launch.port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A client that goes away in mid-query is nothing to read about.
    log_min_messages: 'warning',
    ...(launch.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
