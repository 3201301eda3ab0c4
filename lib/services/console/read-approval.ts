import type { ApprovalView } from '../../contracts/views/approval-view.ts'
import type { ActionRequest, GuardEvent } from '../../engine/guard/events.ts'
import { AppError } from '../../shared/app-error.ts'
import { assert } from '../../shared/assert.ts'
import { canonicalJson } from '../../shared/canonical-json.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { findApproval } from '../../store/queries/list-approvals.ts'
import { readEventsAt, readNewestDecisions } from '../../store/queries/read-decisions.ts'
import { readRefusedClaims } from '../../store/queries/read-refused-claims.ts'
import { readActionHistory } from '../actions/run-action-command.ts'
import { approvalLife } from './approval-life.ts'
import { approvalRow } from './approval-row.ts'
import type { ConsoleContext } from './console-context.ts'
import { decisionRow } from './decision-row.ts'
import { readAccountRows } from './read-account-rows.ts'
import { actionIdOf, readActionLives } from './read-action-lives.ts'

/** Newest decisions among which the agent's own are looked for. */
const searchedDecisions = 300
const listedRecord = 12
const listedRefusals = 50

/** One held action with everything that its answer is bound to. Throws `not_found`. */
export async function readApproval(context: ConsoleContext, approvalId: string): Promise<ApprovalView> {
  const nowMs = context.now()
  const { prisma, reads } = context.database
  const record = await findApproval(prisma, approvalId)
  if (!record) throw new AppError('not_found', 'There is no such approval.')
  const stream = accountStream(record.accountId)
  const [[decided], [account], newest, history, refused] = await Promise.all([
    readEventsAt(reads, stream, [Number(record.askedSeq)]),
    readAccountRows(context, [record.accountId], nowMs),
    readNewestDecisions(reads, stream, searchedDecisions),
    readActionHistory(context, record.accountId, record.actionId),
    readRefusedClaims(reads, stream, record.actionId, listedRefusals),
  ])
  assert(decided?.event.type === 'action_decided' && account !== undefined, 'a held action was decided')
  const { request, reasons, policyVersion } = decided.event.data
  const own = newest.filter(({ seq, event }) => seq !== decided.seq && isOf(event, record.agentId))
  const listed = own.slice(0, listedRecord)
  const lives = await readActionLives(context, stream, listed.flatMap(actionIdOf), nowMs)
  return {
    asOfMs: nowMs,
    approval: approvalRow(record, nowMs),
    reasons: [...reasons],
    parameters: canonicalJson(request.parameters),
    changes: changesOf(request.parameters),
    digest: request.digest,
    policyVersion,
    policyMoved: policyVersion !== account.state.policyVersion,
    account: account.row,
    life: approvalLife([...history, ...refused]),
    record: listed.flatMap((event) => decisionRow(event, lives) ?? []),
  }
}

function isOf(event: GuardEvent, agentId: string): boolean {
  return event.type === 'action_decided' && event.data.request.agentId === agentId
}

/** The edit field by field, when the agent sent what is there and what would be; else null. */
function changesOf({ before, after }: ActionRequest['parameters']): ApprovalView['changes'] {
  if (!isRecord(before) || !isRecord(after)) return null
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
  return fields.map((field) => ({
    field,
    before: Object.hasOwn(before, field) ? textOf(before[field]) : null,
    after: Object.hasOwn(after, field) ? textOf(after[field]) : null,
  }))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : canonicalJson(value)
}
