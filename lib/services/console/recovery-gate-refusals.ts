import type { ActionDecided } from '../../engine/guard/events.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { findDecisions } from '../../store/event-log/find-decisions.ts'
import { pooledQuery } from '../../store/event-log/load-streams.ts'
import { findApprovalIds } from '../../store/queries/find-approval-ids.ts'
import type { PostActionRecord } from '../../store/queries/read-post-actions.ts'
import type { ConsoleContext } from './console-context.ts'
import type { GateRefusal } from './recovery-attempt-rows.ts'

/** Asks of one action that are looked for, its first and its newest: each is named after a version of the action. */
const soughtAsks = 40

/** What the gate answered to dispatches of these actions where it did not let them through, from the account's log. */
export async function readGateRefusals(
  { database }: Pick<ConsoleContext, 'database'>,
  accountId: string,
  actions: readonly Pick<PostActionRecord, 'id' | 'version' | 'life'>[],
): Promise<readonly GateRefusal[]> {
  const stream = accountStream(accountId)
  const owners = new Map(
    actions.flatMap((action) => askIds(action).map((askId) => [askId, action.id] as const)),
  )
  const asked = [...owners.keys()].map((actionId) => ({ stream, actionId }))
  const [found, approvals] = await Promise.all([
    findDecisions(pooledQuery(database.reads), asked),
    findApprovalIds(database.reads, accountId, [...owners.keys()]),
  ])
  return found.flatMap(({ decided: { seq, atMs, body } }) => {
    const { request, verdict, reasons } = JSON.parse(body) as ActionDecided
    const actionId = owners.get(request.actionId)
    const reason = reasons[0]
    if (verdict === 'allow' || actionId === undefined || !reason) return []
    const answer =
      verdict === 'needs_approval' ? 'held' : reason.code === 'paced' ? ('paced' as const) : 'blocked'
    const approvalId = approvals.get(request.actionId) ?? null
    return [{ actionId, seq, atMs, answer, code: reason.code, message: reason.message, approvalId }]
  })
}

/** The ids under which the gate may have been asked for an action; one that was held kept its id as the version rose. */
function askIds({ id, version, life }: Pick<PostActionRecord, 'id' | 'version' | 'life'>): readonly string[] {
  const ask = (number: number) => `${id}.${String(number)}`
  const count = Math.min(version, soughtAsks)
  const first = Array.from({ length: count }, (_, index) => ask(index + 1))
  const newest = Array.from({ length: count }, (_, back) => ask(version - back))
  return [...new Set([...first, ...newest, ...(life.askId === undefined ? [] : [life.askId])])]
}
