import type { LockoutsView } from '../../contracts/views/lockout-row.ts'
import { listActiveLockouts, listClosedLockouts } from '../../store/queries/list-lockouts.ts'
import type { ConsoleContext } from './console-context.ts'
import { readLockoutRows } from './read-lockout-rows.ts'

const listedClosed = 200

/** All active lockouts, then the reset ones, newest first. */
export async function readLockouts(context: ConsoleContext): Promise<LockoutsView> {
  const { prisma } = context.database
  const [active, closed] = await Promise.all([
    listActiveLockouts(prisma),
    listClosedLockouts(prisma, listedClosed),
  ])
  const nowMs = context.now()
  const rows = await readLockoutRows(context, [...active, ...closed], nowMs)
  return { asOfMs: nowMs, active: rows.slice(0, active.length), closed: rows.slice(active.length) }
}
