import { readFileSync, realpathSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import path from 'node:path'

/** What a running server says of itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
}

/**
 * The server that runs on `data`, or null. A file left by a server that is gone is removed when its process id
 * now belongs to another program: PostgreSQL itself would refuse to start.
 */
export function findPostmaster(data: string): Postmaster | null {
  const file = path.join(data, 'postmaster.pid')
  const lines = read(file)?.split('\n')
  if (!lines) return null
  const [pid, directory, , port] = lines
  const found = { pid: Number(pid), port: Number(port) }
  const sameDirectory = directory !== undefined && path.resolve(directory) === realpathSync(data)
  if (Number.isInteger(found.pid) && found.pid > 0 && sameDirectory && isPostgres(found.pid)) return found
  rmSync(file, { force: true })
  return null
}

/** Whether a process with this id exists and is not a zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  // A dead server whose parent has not collected it still answers to signals.
  return !/^\d+ \(.*\) Z/.test(read(`/proc/${pid}/stat`) ?? '')
}

function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false
  const commandLine =
    read(`/proc/${pid}/cmdline`) ??
    spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout
  // On a system that tells neither, the file is believed.
  return commandLine ? commandLine.includes('postgres') : true
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
