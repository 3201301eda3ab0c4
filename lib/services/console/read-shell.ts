import type { Viewer } from '../../contracts/views/person-view.ts'
import type { ShellView } from '../../contracts/views/shell-view.ts'
import { countActiveLockouts } from '../../store/queries/list-accounts.ts'
import type { ConsoleContext } from './console-context.ts'
import { countWaitingApprovals } from '../../store/queries/list-approvals.ts'
import { readStandingStopOrders } from './read-stop-orders.ts'

/** What the frame of each page shows: who is signed in, how many lockouts are open, what is stopped. */
export async function readShell(context: ConsoleContext, viewer: Viewer): Promise<ShellView> {
  const nowMs = context.now()
  const [openLockouts, waitingApprovals, stopOrders] = await Promise.all([
    countActiveLockouts(context.database.prisma),
    countWaitingApprovals(context.database.prisma, nowMs),
    readStandingStopOrders(context, nowMs),
  ])
  return { asOfMs: nowMs, viewer, openLockouts, waitingApprovals, stopOrders: [...stopOrders] }
}
