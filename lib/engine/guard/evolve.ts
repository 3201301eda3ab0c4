import { dayMs, hourMs, minuteMs } from '../policy/needed-count.ts'
import { compiledPolicyOf } from '../policy/compiled-policy-of.ts'
import { unreachable } from '../../shared/assert.ts'
import { admit, type Admission } from './admit.ts'
import { appendBounded } from './append-bounded.ts'
import { evolveLockout } from './evolve-lockout.ts'
import type { ActionDecided, LockoutOpened, LockoutReset, RecordedEvent } from './events.ts'
import type { BriefMinute } from './brief-document.ts'
import { firstNotBefore } from './first-not-before.ts'
import { promisesAfter } from './pace.ts'
import { recentActionOf } from './recent-action.ts'
import type { GuardState } from './state.ts'
import { firstAtOrAfter } from './velocity.ts'

/** How many counted times are kept at least; counts up to it are exact. Policies that need more keep more. */
export const countedCap = 1000
/** How many attempts of the last hour are kept for a brief. */
export const recentCap = 240
/** How many refused attempts a lockout keeps for "agents quiet"; every tier 1 threshold of note is below. */
const attemptsCap = 1000
/** How many earlier lockouts are kept for repeats and for the brief. */
const closedLockoutsCap = 20

/** Folds one event into the state. Never mutates its input; total for every event ever written. */
export function evolve(state: GuardState, recorded: RecordedEvent): GuardState {
  const { event, seq, atMs } = recorded
  const next = { ...state, seq }
  switch (event.type) {
    case 'account_opened': {
      const { accountId, name, handle, recorded: isRecorded } = event.data
      return { ...next, accountId, name, handle, recorded: isRecorded }
    }
    case 'policy_assigned':
      return { ...next, policy: event.data.policy, policyVersion: event.data.policyVersion }
    case 'action_decided':
      return afterDecision(next, event.data, seq, atMs)
    case 'action_approved':
      return admit(next, event.data.admits, atMs)
    case 'action_rejected':
    case 'action_expired':
    case 'action_claimed':
    case 'claim_refused':
    case 'action_settled':
    case 'recovery_reserved':
    case 'recovery_moved':
    case 'post_paused':
    case 'post_resumed':
    case 'escalation_settled':
      return next
    case 'tier_changed':
      return { ...next, tier: event.data.tier }
    case 'lockout_opened':
      return afterOpening(next, event.data, atMs)
    case 'lockout_reset':
      return afterReset(next, event.data, seq, atMs)
    case 'lockout_claimed':
    case 'lockout_claim_released':
    case 'brief_acknowledged':
    case 'brief_revised':
    case 'lockout_upheld':
    case 'uphold_withdrawn':
    case 'reset_requested':
    case 'reset_voted':
      return next.lockout ? { ...next, lockout: evolveLockout(next.lockout, event, atMs) } : next
    default:
      return unreachable(event)
  }
}

function afterDecision(state: GuardState, decided: ActionDecided, seq: number, atMs: number): GuardState {
  const enforced = decided.verdict === 'blocked' && decided.reasons[0]?.code === 'lockout_enforced'
  const { lockout } = state
  return {
    ...(decided.verdict === 'allow' ? admit(state, admissionOf(decided), atMs) : state),
    lastDecidedAtMs: atMs,
    promises: promisesAfter(state.promises, decided, atMs),
    countedAtMs: decided.counted ? appendTime(state.countedAtMs, atMs, capOf(state)) : state.countedAtMs,
    recent: withRecent(state, decided, seq, atMs),
    minutes: withMinute(state.minutes, decided, atMs),
    lockout:
      lockout && enforced
        ? {
            ...lockout,
            attemptsAtMs: appendTime(lockout.attemptsAtMs, atMs, attemptsCap),
            attemptCount: lockout.attemptCount + 1,
          }
        : lockout,
  }
}

function admissionOf({ request, category, edit, reversibility }: ActionDecided): Admission {
  const { actionType, target, origin } = request
  return {
    actionType,
    targetId: target.id,
    category,
    edit,
    budgeted: reversibility !== 'read_only' && origin !== 'human',
  }
}

function capOf(state: GuardState): number {
  if (!state.policy || state.policyVersion === null) return countedCap
  const { needed } = compiledPolicyOf(state.policy, state.policyVersion)
  return Math.max(countedCap, needed.tier_1, needed.tier_2, needed.tier_3)
}

/** The sorted times with one more; those older than a day are let go. */
function appendTime(times: readonly number[], atMs: number, cap: number): readonly number[] {
  return appendBounded(times, atMs, cap, firstAtOrAfter(times, atMs - dayMs))
}

function withRecent(
  { recent }: GuardState,
  decided: ActionDecided,
  seq: number,
  atMs: number,
): GuardState['recent'] {
  const outdated = firstNotBefore(recent, atMs - hourMs)
  return appendBounded(recent, recentActionOf(decided, seq, atMs), recentCap, outdated)
}

function withMinute(
  minutes: readonly BriefMinute[],
  decided: ActionDecided,
  atMs: number,
): readonly BriefMinute[] {
  const startsAtMs = atMs - (atMs % minuteMs)
  const last = minutes.at(-1)
  const key = decided.verdict === 'allow' ? 'admitted' : decided.verdict === 'blocked' ? 'blocked' : 'held'
  if (last?.startsAtMs === startsAtMs) return [...minutes.slice(0, -1), { ...last, [key]: last[key] + 1 }]
  const kept = minutes.filter((minute) => minute.startsAtMs > startsAtMs - hourMs)
  return [...kept, { startsAtMs, admitted: 0, held: 0, blocked: 0, [key]: 1 }]
}

function afterOpening(state: GuardState, opened: LockoutOpened, atMs: number): GuardState {
  return {
    ...state,
    lastDecidedAtMs: Math.max(state.lastDecidedAtMs, atMs),
    tier: 'tier_3',
    probation: null,
    lockout: {
      lockoutId: opened.lockoutId,
      cause: opened.cause,
      openedAtMs: atMs,
      openedSeq: state.seq,
      parentLockoutId: opened.parentLockoutId,
      policyVersion: opened.policyVersion,
      version: 1,
      brief: opened.brief,
      briefDigest: opened.briefDigest,
      claim: null,
      acknowledgements: [],
      upheld: null,
      upheldBefore: null,
      request: null,
      attemptsAtMs: [],
      attemptCount: 0,
    },
  }
}

function afterReset(state: GuardState, reset: LockoutReset, seq: number, atMs: number): GuardState {
  const { lockout } = state
  if (!lockout) return state
  const closed = {
    lockoutId: lockout.lockoutId,
    cause: lockout.cause,
    openedAtMs: lockout.openedAtMs,
    openedSeq: lockout.openedSeq,
    closedAtMs: atMs,
    closedSeq: seq,
    closedBy: reset.by,
    reasonCode: reset.statement.reasonCode,
  }
  const ends = reset.probationEndsAtMs
  return {
    ...state,
    lastDecidedAtMs: Math.max(state.lastDecidedAtMs, atMs),
    tier: 'none',
    // The count starts afresh: otherwise the next action would lock again at once.
    countedAtMs: [],
    lockout: null,
    closedLockouts: [...state.closedLockouts, closed].slice(-closedLockoutsCap),
    probation:
      ends === null
        ? null
        : { startedAtMs: atMs, endsAtMs: ends, admittedEdits: 0, lockoutId: lockout.lockoutId },
  }
}
