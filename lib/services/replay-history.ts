import type { RecordedAction } from '#lib/contracts/recorded-action.ts'
import type { DecisionContext } from '#lib/engine/guard/commands.ts'
import { decide } from '#lib/engine/guard/decide.ts'
import type { ActionDecided, GuardEvent, LockoutOpened } from '#lib/engine/guard/events.ts'
import { evolve } from '#lib/engine/guard/evolve.ts'
import { initialState } from '#lib/engine/guard/initial-state.ts'
import type { GuardState } from '#lib/engine/guard/state.ts'
import { compiledPolicyOf } from '#lib/engine/policy/compiled-policy-of.ts'
import type { CompiledPolicy } from '#lib/engine/policy/needed-count.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { assert } from '#lib/shared/assert.ts'
import { digest } from './account-log/digest.ts'
import { resetOf } from './replay-reset.ts'

/** What a decision did to the account's lockout. */
export type LockoutEffect = 'opened' | 'enforced' | null

/** A recorded action as it is decided again. */
export interface ReplayedAction {
  readonly accountId: string
  readonly actionId: string
  readonly decidedAtMs: number
  readonly decided: ActionDecided
  readonly lockout: LockoutEffect
  /** The lockout that this action opened, and how long its window's decisive actions took. */
  readonly opened: { readonly data: LockoutOpened; readonly span: LockoutSpan } | null
  /** When the account's earlier lockout was reset, if that came between the action before and this one. */
  readonly resetAtMs: number | null
  readonly repeat: Repeat
}

/** How fast the actions that opened a lockout came. */
export interface LockoutSpan {
  readonly actions: number
  readonly spanMs: number
}

/**
 * `same`: the action id was decided before, and this is that decision again. `conflict`: the id is taken by an action
 * with other parameters; the gate refuses it and records nothing.
 */
export type Repeat = null | 'same' | 'conflict'

export type ReplayStep =
  | ({ readonly kind: 'decided' } & ReplayedAction)
  /** The line is earlier than the account's line before it by more than the second that clocks may differ. */
  | { readonly kind: 'out_of_order'; readonly byMs: number }

/** Decides recorded actions one by one, with the recorded times as the clock. */
export interface Replay {
  readonly policy: CompiledPolicy
  decide(action: RecordedAction, line: number): ReplayStep
}

/** Clocks that stamp one history may differ by so much. */
const toleratedDisorderMs = 1000

/**
 * Starts a replay under a policy, without a database. With `resetAfterMs` every lockout is reset that long after it
 * opened, as a reviewer would; null leaves it in force to the end. Memory grows with the accounts and with the action
 * ids that the file gives, not with its lines.
 */
export function startReplay(policy: Policy, resetAfterMs: number | null): Replay {
  const compiled = compiledPolicyOf(policy, policy.name)
  const accounts = new Map<string, ReplayedAccount>()
  return {
    policy: compiled,
    decide(action, line) {
      let account = accounts.get(action.accountId)
      if (!account) {
        account = { state: openedState(action.accountId, policy), decisions: new Map(), lockouts: 0 }
        accounts.set(action.accountId, account)
      }
      const byMs = account.state.lastDecidedAtMs - action.occurredAt
      if (byMs > toleratedDisorderMs) return { kind: 'out_of_order', byMs }
      return { kind: 'decided', ...decideIn(account, action, line, compiled, resetAfterMs) }
    },
  }
}

interface ReplayedAccount {
  state: GuardState
  /** Decisions by the action ids that the file gives. */
  readonly decisions: Map<string, { readonly digest: string; readonly replayed: ReplayedAction }>
  lockouts: number
}

function openedState(accountId: string, policy: Policy): GuardState {
  const names = { accountId, name: accountId, handle: accountId }
  const events: GuardEvent[] = [
    { type: 'account_opened', data: { ...names, recorded: true } },
    { type: 'policy_assigned', data: { policyVersion: policy.name, policy, by: null } },
  ]
  return fold(initialState(accountId), events, 0)
}

function fold(state: GuardState, events: readonly GuardEvent[], atMs: number): GuardState {
  return events.reduce((folded, event) => evolve(folded, { seq: folded.seq + 1, atMs, event }), state)
}

function decideIn(
  account: ReplayedAccount,
  action: RecordedAction,
  line: number,
  policy: CompiledPolicy,
  resetAfterMs: number | null,
): ReplayedAction {
  const request = requestOf(action, line)
  const earlier = action.actionId === undefined ? undefined : account.decisions.get(action.actionId)
  if (earlier) {
    const repeat = earlier.digest === request.digest ? 'same' : 'conflict'
    return { ...earlier.replayed, opened: null, resetAtMs: null, repeat }
  }
  const decidedAtMs = Math.max(account.state.lastDecidedAtMs, action.occurredAt)
  const resetAtMs = resetWhenDue(account, decidedAtMs, resetAfterMs)
  const before = account.state
  const result = decide(before, { type: 'decide_action', request }, contextOf(account, decidedAtMs))
  assert(result.kind === 'accepted', `account ${action.accountId} has a policy, so each action is decided`)
  account.state = fold(before, result.events, decidedAtMs)
  const replayed = replayedOf(action.accountId, decidedAtMs, result.events, before, policy)
  if (action.actionId !== undefined) {
    account.decisions.set(action.actionId, { digest: request.digest, replayed })
  }
  return { ...replayed, resetAtMs }
}

function requestOf(action: RecordedAction, line: number) {
  const { agentId, actionType, targetId, origin = 'agent', parameters = {}, riskScore, impactScore } = action
  const request = {
    agentId,
    actionType,
    target: { id: targetId },
    origin,
    parameters,
    ...(riskScore === undefined ? {} : { riskScore }),
    ...(impactScore === undefined ? {} : { impactScore }),
  }
  // The digest tells repeats from conflicts; without an id of its own an action is neither.
  return action.actionId === undefined
    ? { ...request, actionId: `line-${line}`, digest: '' }
    : { ...request, actionId: action.actionId, digest: digest(request) }
}

function resetWhenDue(account: ReplayedAccount, nowMs: number, resetAfterMs: number | null): number | null {
  const { lockout } = account.state
  if (resetAfterMs === null || !lockout || lockout.openedAtMs > nowMs - resetAfterMs) return null
  const atMs = lockout.openedAtMs + resetAfterMs
  account.state = fold(account.state, [resetOf(account.state, lockout, atMs)], atMs)
  return atMs
}

function contextOf(account: ReplayedAccount, nowMs: number): DecisionContext {
  return {
    nowMs,
    stopOrders: [],
    digest,
    newId: () => `lockout-${(account.lockouts += 1)}`,
  }
}

function replayedOf(
  accountId: string,
  decidedAtMs: number,
  events: readonly GuardEvent[],
  before: GuardState,
  policy: CompiledPolicy,
): ReplayedAction {
  const [first] = events
  assert(first?.type === 'action_decided', 'the first event of a decision is the decision')
  const decided = first.data
  const opening = events.find((event) => event.type === 'lockout_opened')
  const enforced = decided.reasons[0]?.code === 'lockout_enforced'
  return {
    accountId,
    actionId: decided.request.actionId,
    decidedAtMs,
    decided,
    lockout: opening ? 'opened' : enforced ? 'enforced' : null,
    opened: opening ? { data: opening.data, span: spanOf(opening.data, before, decidedAtMs, policy) } : null,
    resetAtMs: null,
    repeat: null,
  }
}

/** The newest actions that were enough to open the lockout, this one included, and the time between first and last. */
function spanOf(
  opened: LockoutOpened,
  before: GuardState,
  decidedAtMs: number,
  policy: CompiledPolicy,
): LockoutSpan {
  const inProbation = opened.cause === 'probation_breached'
  const actions = inProbation ? (before.probation?.admittedEdits ?? 0) + 1 : policy.needed.tier_3
  const firstAtMs = before.countedAtMs.at(1 - actions) ?? decidedAtMs
  return { actions, spanMs: actions > 1 ? decidedAtMs - firstAtMs : 0 }
}
