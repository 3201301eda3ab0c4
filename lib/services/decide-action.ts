import { AppError } from '../shared/app-error.ts'
import { assert } from '../shared/assert.ts'
import type { Decision } from '../contracts/api/decision.ts'
import type { RecordedEvent } from '../engine/guard/events.ts'
import type { Settlement } from './account-log/account-item.ts'
import { type AskedAction, actionRequest } from './action-request.ts'
import { decisionView } from './decision-view.ts'
import { findRecordedAction } from './find-recorded-action.ts'
import type { Runtime } from './runtime.ts'
import { type DecideOptions, submitAction } from './submit-action.ts'

export type DecideResult =
  | { readonly kind: 'decided'; readonly decision: Decision }
  /** Keys changed meanwhile: check the agent's key again, then ask again. Nothing was recorded. */
  | { readonly kind: 'authority_outdated' }

/**
 * The gate: decides one action and records the decision before answering. The same action id with the same content
 * is answered from the first decision.
 * @throws AppError `unknown_account`, `action_conflict` (the id came with other content), or `cannot_decide`, after
 * which the caller must not act: nothing was admitted.
 */
export async function decideAction(
  runtime: Pick<Runtime, 'accounts' | 'database' | 'decideDeadlineMs'>,
  asked: AskedAction,
  options: DecideOptions,
): Promise<DecideResult> {
  const { accountId, actionId } = asked
  const request = actionRequest(asked)
  const settlement = await submitAction(runtime, accountId, request, options)
  switch (settlement.kind) {
    case 'recorded':
      return { kind: 'decided', decision: recordedDecision(accountId, settlement) }
    case 'repeated':
      return { kind: 'decided', decision: await firstDecision(runtime, accountId, actionId, request.digest) }
    case 'refused':
      throw new AppError('unknown_account', `There is no account ${accountId} with a policy.`)
    case 'authority_outdated':
      return settlement
    case 'failed':
      throw settlement.error
  }
}

function recordedDecision(
  accountId: string,
  { events, state }: Extract<Settlement, { kind: 'recorded' }>,
): Decision {
  const [first] = events
  assert(first?.event.type === 'action_decided' && state.policy !== null, 'an action was decided')
  return decisionView({
    accountId,
    decided: first.event.data,
    escalation: escalationAmong(events),
    policy: state.policy,
    atMs: first.atMs,
    seq: first.seq,
    replayed: false,
  })
}

/** The escalation that a decision brought, if it changed the tier. */
export function escalationAmong(events: readonly Pick<RecordedEvent, 'event'>[]) {
  for (const { event } of events) if (event.type === 'tier_changed') return event.data
  return null
}

async function firstDecision(
  runtime: Pick<Runtime, 'database'>,
  accountId: string,
  actionId: string,
  digest: string,
): Promise<Decision> {
  const found = await findRecordedAction(runtime, accountId, actionId)
  assert(found !== null, 'a repeated action is in the log')
  if (found.decided.request.digest !== digest) {
    throw new AppError(
      'action_conflict',
      `Action ${actionId} was decided at ${new Date(found.atMs).toISOString()} with other content; use a new id.`,
    )
  }
  return decisionView({ ...found, replayed: true })
}
