import type { AccountRow, AccountState } from '../../contracts/views/account-row.ts'
import { type GuardSignals, guardSignals } from '../../engine/guard/signals.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import { compiledPolicyOf } from '../../engine/policy/compiled-policy-of.ts'
import { hourMs, minuteMs, tiersHighestFirst } from '../../engine/policy/needed-count.ts'
import type { RecentAttempt } from './recent-attempts.ts'
import { clipIntervals } from './series/intervals.ts'
import { countMarks, lockoutIntervals } from './series/lockout-intervals.ts'
import { peaksOf } from './series/peaks-of.ts'
import { windowedCounts } from './series/windowed-counts.ts'

/** One account as lists and heads show it, from its state and its attempts of the last hour and a window. Pure. */
export function accountRow(state: GuardState, attempts: readonly RecentAttempt[], nowMs: number): AccountRow {
  const signals = guardSignals(state, nowMs)
  const policy = policyOf(state)
  return {
    accountId: state.accountId,
    name: state.name,
    handle: state.handle,
    recorded: state.recorded,
    state: accountState(state, signals),
    policy: policy && { name: policy.policy.name, version: policy.version, mode: policy.policy.mode },
    tiers: tierDistances(state, signals),
    paceIntervalMs: policy?.policy.containment.pacing ? policy.paceIntervalMs : null,
    holdsEdits: policy?.policy.containment.holding ?? false,
    lockout: lockoutOf(state),
    probation: probationOf(state, signals),
    lastHour: lastHour(attempts, nowMs),
    lastAttemptAtMs: state.recent.at(-1)?.atMs ?? null,
    spark: spark(state, attempts, nowMs),
  }
}

function policyOf(state: GuardState): ReturnType<typeof compiledPolicyOf> | null {
  return state.policy && state.policyVersion !== null
    ? compiledPolicyOf(state.policy, state.policyVersion)
    : null
}

/** What the account is in now, the most severe first. */
export function accountState(state: GuardState, signals: GuardSignals | null): AccountState {
  if (state.lockout) return 'locked_out'
  if (signals?.probation) return 'probation'
  return signals?.tier ?? 'none'
}

function tierDistances(state: GuardState, signals: GuardSignals | null): AccountRow['tiers'] {
  if (!signals || !state.policy) return []
  const rules = state.policy.velocity.tiers
  return tiersHighestFirst.map((tier) => {
    const { windowMinutes, actionCount, needed, left, triggered } = signals.signals[tier]
    return {
      tier,
      windowMinutes,
      threshold: needed,
      actionsPerMinute: rules[tier].actionsPerMinute,
      count: actionCount,
      left,
      inForce: state.lockout ? tier === 'tier_3' : triggered,
    }
  })
}

function lockoutOf({ lockout }: GuardState): AccountRow['lockout'] {
  if (!lockout) return null
  const { lockoutId, cause, openedAtMs, attemptCount, attemptsAtMs, upheld } = lockout
  return {
    lockoutId,
    cause,
    openedAtMs,
    attemptCount,
    lastAttemptAtMs: attemptsAtMs.at(-1) ?? null,
    upheld: upheld && { by: upheld.by, reviewAtMs: upheld.reviewAtMs },
  }
}

function probationOf(state: GuardState, signals: GuardSignals | null): AccountRow['probation'] {
  const maxActions = state.policy?.lockout.probation?.maxActions
  if (!state.probation || !signals?.probation || maxActions === undefined) return null
  const { startedAtMs, endsAtMs, admittedEdits } = state.probation
  return { startedAtMs, endsAtMs, admittedEdits, maxActions }
}

function lastHour(attempts: readonly RecentAttempt[], nowMs: number): AccountRow['lastHour'] {
  const recent = attempts.filter(({ atMs }) => atMs > nowMs - hourMs)
  const count = (...outcomes: readonly RecentAttempt['outcome'][]): number =>
    recent.filter(({ outcome }) => outcomes.includes(outcome)).length
  return {
    agents: new Set(recent.map(({ agentId }) => agentId)).size,
    admitted: count('admitted'),
    held: count('held'),
    paced: count('paced'),
    blocked: count('blocked', 'refused_by_lockout'),
    shadow: shadowOf(recent),
  }
}

/** What enforce would have done; after its first lockout it would have refused the rest, until a reset. */
function shadowOf(recent: readonly RecentAttempt[]): AccountRow['lastHour']['shadow'] {
  const count = (outcome: RecentAttempt['shadowOutcome']): number =>
    recent.filter(({ shadowOutcome }) => shadowOutcome === outcome).length
  return {
    blocked: count('blocked'),
    held: count('held'),
    paced: count('paced'),
    lockoutAtMs: recent.find(({ isShadowLockout }) => isShadowLockout)?.atMs ?? null,
  }
}

/** A small chart has room for this many steps; more are drawn as peaks of half minutes. */
const sparkPoints = 120

function spark(state: GuardState, attempts: readonly RecentAttempt[], nowMs: number): AccountRow['spark'] {
  const fromMs = nowMs - hourMs
  const windowMs = policyOf(state)?.windowMs.tier_3 ?? 5 * minuteMs
  const resets = state.closedLockouts.map(({ closedSeq, closedAtMs }) => ({
    seq: closedSeq,
    atMs: closedAtMs,
  }))
  const line = windowedCounts(countMarks(attempts, resets), windowMs, fromMs, nowMs)
  return {
    fromMs,
    toMs: nowMs,
    points: line.length <= sparkPoints ? line : peaksOf(line, fromMs, nowMs, hourMs / sparkPoints),
    locked: clipIntervals(lockoutIntervals(state, nowMs), fromMs, nowMs),
  }
}
