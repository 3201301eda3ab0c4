import type { ApprovalsView } from '../../contracts/views/approval-view.ts'
import {
  countWaitingApprovals,
  listAnsweredApprovals,
  listWaitingApprovals,
} from '../../store/queries/list-approvals.ts'
import { approvalRow } from './approval-row.ts'
import type { ConsoleContext } from './console-context.ts'

const listedWaiting = 200
const listedAnswered = 50

/** The queue of held actions, the first to expire first, then the newest answers. */
export async function readApprovals(context: ConsoleContext): Promise<ApprovalsView> {
  const { prisma } = context.database
  const nowMs = context.now()
  const [waiting, waitingCount, answered] = await Promise.all([
    listWaitingApprovals(prisma, nowMs, listedWaiting),
    countWaitingApprovals(prisma, nowMs),
    listAnsweredApprovals(prisma, listedAnswered),
  ])
  return {
    asOfMs: nowMs,
    waiting: waiting.map((record) => approvalRow(record, nowMs)),
    waitingCount,
    answered: answered.map((record) => approvalRow(record, nowMs)),
  }
}
