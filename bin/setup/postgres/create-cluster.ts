import { spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '#lib/shared/app-error.ts'
import type { ClusterPlace } from './locate-cluster.ts'
import type { PostgresUser } from './postgres-user.ts'

/** The superuser of every embedded cluster. */
export const SUPERUSER = 'postgres'

interface NewCluster {
  readonly initdb: string
  readonly place: ClusterPlace
  readonly user: PostgresUser | null
  readonly superuserPassword: string
  /** Whether the new files are flushed to disk before it counts as made. */
  readonly durable: boolean
}

/**
 * Makes the cluster's files unless they are there. An interrupted attempt leaves only a folder that the next one
 * clears. Call under the cluster's lock.
 * @throws AppError `unavailable` with initdb's own words.
 */
export async function createCluster(cluster: NewCluster): Promise<boolean> {
  if (existsSync(cluster.place.data)) return false
  const unfinished = `${cluster.place.data}.new`
  const passwordFile = path.join(path.dirname(unfinished), 'initial-password')
  rmSync(unfinished, { recursive: true, force: true })
  writeFileSync(passwordFile, cluster.superuserPassword + '\n', { mode: 0o600 })
  if (cluster.user) chownSync(passwordFile, cluster.user.uid, cluster.user.gid)
  try {
    await runInitdb(cluster, unfinished, passwordFile)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  chmodSync(unfinished, 0o700)
  renameSync(unfinished, cluster.place.data)
  return true
}

async function runInitdb(cluster: NewCluster, directory: string, passwordFile: string): Promise<void> {
  const flags = [
    `--pgdata=${directory}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Built in: sorting is the same on every machine and does not change with the system's libc.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(cluster.durable ? [] : ['--no-sync']),
  ]
  const child = spawn(cluster.initdb, flags, {
    ...cluster.user,
    cwd: path.dirname(directory),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0)
    throw new AppError('unavailable', `The embedded database could not be made:\n${output.trim()}`)
}
