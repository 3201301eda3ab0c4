import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#lib/shared/app-error.ts'

const SQLITE_BUSY = 5
const RETRY_MS = 25

/**
 * Runs `work` while no other process runs under the same lock file; waits up to `waitMs` for its turn.
 * The lock is the operating system's own (held through SQLite), so a killed holder leaves nothing behind.
 * @throws AppError `unavailable` when the turn does not come in time.
 */
export async function withExclusiveLock<T>(file: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const handle = new DatabaseSync(file)
  try {
    const deadline = performance.now() + waitMs
    while (!tryLock(handle)) {
      if (performance.now() > deadline) {
        throw new AppError(
          'unavailable',
          `Another process has held ${file} for ${waitMs / 1000} s. Stop it, then try again.`,
        )
      }
      await sleep(RETRY_MS)
    }
    return await work()
  } finally {
    handle.close()
  }
}

function tryLock(handle: DatabaseSync): boolean {
  try {
    handle.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false
    throw error
  }
}
