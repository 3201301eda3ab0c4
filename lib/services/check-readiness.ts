import { AppError } from '../shared/app-error.ts'
import { readControl } from '../store/control.ts'
import { pendingMigrations } from '../store/migrate.ts'
import type { Runtime } from './runtime.ts'

/**
 * Whether decisions can be made: the database answers and has every migration.
 * @throws AppError `unavailable` with what is missing.
 */
export async function checkReadiness(runtime: Pick<Runtime, 'database'>): Promise<void> {
  try {
    const pending = await pendingMigrations(runtime.database.reads)
    if (pending.length > 0)
      throw new AppError('unavailable', `Migrations are pending: ${pending.join(', ')}.`)
    await readControl(runtime.database.reads)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('unavailable', 'The database cannot be reached.', { cause: error })
  }
}
