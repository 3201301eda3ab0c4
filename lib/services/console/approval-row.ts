import type { ApprovalRow } from '../../contracts/views/approval-view.ts'
import type { ApprovalRecord } from '../../store/queries/list-approvals.ts'

/** One held action as the queue shows it. Pure. What has run out reads as expired, swept or not. */
export function approvalRow(record: ApprovalRecord, nowMs: number): ApprovalRow {
  const expiresAtMs = record.expiresAt.getTime()
  const status = record.status === 'waiting' && expiresAtMs <= nowMs ? 'expired' : statusOf(record.status)
  return {
    approvalId: record.id,
    accountId: record.accountId,
    handle: record.account.handle,
    actionId: record.actionId,
    agentId: record.agentId,
    actionType: record.actionType,
    targetId: record.targetId,
    riskLevel: riskOf(record.riskLevel),
    reasonCodes: [...record.reasonCodes],
    status,
    askedAtMs: record.askedAt.getTime(),
    expiresAtMs,
    answered: answerOf(record, status, expiresAtMs),
  }
}

function answerOf(
  record: ApprovalRecord,
  status: ApprovalRow['status'],
  expiresAtMs: number,
): ApprovalRow['answered'] {
  if (status === 'waiting') return null
  const { answeredById: id, answeredByName: name } = record
  return {
    atMs: record.answeredAt?.getTime() ?? expiresAtMs,
    by: id === null ? null : { id, name: name ?? id },
    reason: record.answerReason,
  }
}

function statusOf(status: string): ApprovalRow['status'] {
  return status === 'approved' || status === 'rejected' || status === 'expired' ? status : 'waiting'
}

function riskOf(level: string): ApprovalRow['riskLevel'] {
  return level === 'low' || level === 'medium' || level === 'high' ? level : 'critical'
}
