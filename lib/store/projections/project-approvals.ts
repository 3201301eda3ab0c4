import type { ActionDecided, GuardEvent } from '../../engine/guard/events.ts'
import type { Transaction } from '../database.ts'
import type { AccountChange } from './account-change.ts'

/** Puts held actions into the queue of approvals, and takes the answer to each. */
export async function projectApprovals(
  transaction: Transaction,
  changes: readonly AccountChange[],
): Promise<void> {
  const held = changes.flatMap(({ accountId, events }) =>
    events.flatMap(({ event, seq, atMs }) =>
      event.type === 'action_decided' ? waitingRow(accountId, event.data, seq, atMs) : [],
    ),
  )
  if (held.length > 0) await transaction.approval.createMany({ data: held })
  for (const { events } of changes) {
    for (const { event, atMs } of events) await takeAnswer(transaction, event, new Date(atMs))
  }
}

function waitingRow(accountId: string, decided: ActionDecided, seq: number, atMs: number) {
  const { request, approvalId, approvalExpiresAtMs } = decided
  if (approvalId === null || approvalExpiresAtMs === null) return []
  return [
    {
      id: approvalId,
      accountId,
      actionId: request.actionId,
      agentId: request.agentId,
      actionType: request.actionType,
      targetId: request.target.id,
      reasonCodes: decided.reasons.map(({ code }) => code),
      riskLevel: decided.riskLevel,
      policyVersion: decided.policyVersion,
      askedAt: new Date(atMs),
      askedSeq: BigInt(seq),
      expiresAt: new Date(approvalExpiresAtMs),
    },
  ]
}

async function takeAnswer(transaction: Transaction, event: GuardEvent, answeredAt: Date): Promise<void> {
  const answer = (
    id: string,
    data: { status: string; answeredById?: string; answeredByName?: string; answerReason?: string },
  ) => transaction.approval.update({ where: { id }, data: { ...data, answeredAt } })
  if (event.type === 'action_expired') await answer(event.data.approvalId, { status: 'expired' })
  if (event.type !== 'action_approved' && event.type !== 'action_rejected') return
  const { approvalId, by, reason } = event.data
  const status = event.type === 'action_approved' ? 'approved' : 'rejected'
  await answer(approvalId, { status, answeredById: by.id, answeredByName: by.name, answerReason: reason })
}
