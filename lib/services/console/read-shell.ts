import type { Viewer } from '../../contracts/views/person-view.ts'
import type { ShellView } from '../../contracts/views/shell-view.ts'
import { countActiveLockouts } from '../../store/queries/list-accounts.ts'
import type { ConsoleContext } from './console-context.ts'
import { countWaitingApprovals } from '../../store/queries/list-approvals.ts'
import { countUnsettledActions } from '../../store/queries/list-unsettled.ts'
import { readStandingStopOrders } from './read-stop-orders.ts'

/** What the frame of each page shows: who is signed in, what waits for a person, what is stopped. */
export async function readShell(context: ConsoleContext, viewer: Viewer): Promise<ShellView> {
  const nowMs = context.now()
  const [openLockouts, waitingApprovals, unsettledActions, stopOrders] = await Promise.all([
    countActiveLockouts(context.database.prisma),
    countWaitingApprovals(context.database.prisma, nowMs),
    countUnsettledActions(context.database.prisma),
    readStandingStopOrders(context, nowMs),
  ])
  const counts = { openLockouts, waitingApprovals, unsettledActions }
  return { asOfMs: nowMs, viewer, ...counts, stopOrders: [...stopOrders] }
}
