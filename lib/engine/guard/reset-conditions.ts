import { compiledPolicyOf } from '../policy/compiled-policy-of.ts'
import { minuteMs } from '../policy/needed-count.ts'
import { durationText } from './brief-text.ts'
import type { Actor, ResetAttempt } from './commands.ts'
import type { ActiveLockout, GuardState, ResetRequest } from './state.ts'
import { firstAtOrAfter } from './velocity.ts'

/** The six conditions of a reset, in the order of the contract (domain.md, section 5). */
export const resetConditionIds = [
  'reviewer',
  'claim_and_version',
  'brief_acknowledged',
  'statement',
  'agents_quiet',
  'second_reviewer',
] as const
export type ResetConditionId = (typeof resetConditionIds)[number]

/** One condition as a reviewer reads it before trying: what, by how much, who can meet it, and when. */
export interface ResetCondition {
  readonly id: ResetConditionId
  readonly status: 'met' | 'missing' | 'waiting'
  readonly title: string
  readonly detail: string
  /** Who can meet it; null when it is met. */
  readonly who: string | null
  /** When it is met at the earliest if nothing else happens; null when only an act meets it. */
  readonly metAtMs: number | null
}

/** A reset wants a sign-in, or a fresh proof of identity, no older than this. */
export const reauthenticationMs = 15 * minuteMs
/** The shortest note that says something. */
export const noteLength = 20

/**
 * The six conditions of a reset as they stand for this attempt at `nowMs`; the reset is accepted when all
 * are met. The lockout must be active: the caller refuses otherwise.
 */
export function resetConditions(
  state: GuardState,
  lockout: ActiveLockout,
  attempt: ResetAttempt,
  nowMs: number,
): readonly ResetCondition[] {
  return [
    reviewerCondition(attempt.actor, nowMs),
    claimCondition(lockout, attempt, nowMs),
    briefCondition(lockout, attempt),
    statementCondition(state, attempt),
    quietCondition(state, lockout, attempt, nowMs),
    secondReviewerCondition(state, lockout, attempt, nowMs),
  ]
}

const met = (id: ResetConditionId, title: string, detail = ''): ResetCondition => ({
  id,
  status: 'met',
  title,
  detail,
  who: null,
  metAtMs: null,
})

const unmet = (
  status: 'missing' | 'waiting',
  id: ResetConditionId,
  title: string,
  detail: string,
  who: string,
  metAtMs: number | null = null,
): ResetCondition => ({ id, status, title, detail, who, metAtMs })

function reviewerCondition(actor: Actor, nowMs: number): ResetCondition {
  const id = 'reviewer'
  if (actor.role === 'viewer') {
    return unmet(
      'missing',
      id,
      'A reviewer, signed in',
      'Your role is viewer.',
      'Any reviewer or lead; a lead can change your role',
    )
  }
  const agoMs = nowMs - actor.reauthenticatedAtMs
  if (agoMs <= reauthenticationMs) return met(id, `Reviewer, signed in ${durationText(agoMs)} ago`)
  const detail = `You last signed in ${durationText(agoMs)} ago, 15 min allowed. Enter your password again.`
  return unmet('missing', id, 'Reviewer, signed in within 15 min', detail, 'You')
}

function claimCondition(
  lockout: ActiveLockout,
  { actor, version }: ResetAttempt,
  nowMs: number,
): ResetCondition {
  const id = 'claim_and_version'
  const { claim } = lockout
  const live = claim && claim.untilMs > nowMs ? claim : null
  if (!live) return unmet('missing', id, 'You hold the claim', 'Nobody has claimed this lockout.', 'You')
  if (live.by.id !== actor.id) {
    const detail = `Claimed by ${live.by.name} for another ${durationText(live.untilMs - nowMs)}.`
    return unmet(
      'missing',
      id,
      'You hold the claim',
      detail,
      `${live.by.name}, or you when the claim ends`,
      live.untilMs,
    )
  }
  if (version !== lockout.version) {
    const detail = `Your screen shows version ${String(version)}; ${String(lockout.version)} is current. Read what changed.`
    return unmet('missing', id, 'The version on your screen is current', detail, 'You')
  }
  return met(id, `You hold the claim; version ${String(version)} is current`)
}

function briefCondition(lockout: ActiveLockout, { actor, briefDigest }: ResetAttempt): ResetCondition {
  const id = 'brief_acknowledged'
  const short = lockout.briefDigest.slice(0, 6)
  const own = lockout.acknowledgements.find((one) => one.by.id === actor.id)
  if (own?.briefDigest === lockout.briefDigest && briefDigest === lockout.briefDigest) {
    return met(id, `You acknowledged the current brief, ${short}`)
  }
  const changed = own !== undefined || briefDigest !== lockout.briefDigest
  const detail = changed
    ? `The brief has changed to ${short}. Read and acknowledge it.`
    : `Read brief ${short} and acknowledge it.`
  return unmet('missing', id, 'You acknowledged the current brief', detail, 'You')
}

function statementCondition(state: GuardState, { statement, typedHandle }: ResetAttempt): ResetCondition {
  const id = 'statement'
  const missing: string[] = []
  const length = statement.note.trim().length
  if (statement.reasonCode === '') missing.push('choose a reason')
  if (length < noteLength) missing.push(`write ${String(noteLength - length)} more characters of note`)
  if (typedHandle !== state.handle) missing.push(`type ${state.handle}`)
  if (missing.length === 0) return met(id, 'Reason, note and the handle typed out')
  return unmet('missing', id, 'Reason, note and the handle typed out', `To do: ${missing.join(', ')}.`, 'You')
}

function quietCondition(
  state: GuardState,
  lockout: ActiveLockout,
  { statement }: ResetAttempt,
  nowMs: number,
): ResetCondition {
  const id = 'agents_quiet'
  const quiet = quietness(state, lockout, nowMs)
  const figures = `${String(quiet.attempts)} attempts in ${String(quiet.windowMinutes)} min, ${String(quiet.allowed)} allowed`
  if (quiet.attempts <= quiet.allowed) return met(id, `Agents quiet: ${figures}`)
  const reasonLength = statement.override?.reason.trim().length ?? 0
  if (reasonLength >= noteLength)
    return met(id, `Agents not quiet (${figures}); overridden`, statement.override?.reason)
  const override = statement.override
    ? `An override needs its own reason: ${String(noteLength - reasonLength)} more characters.`
    : 'Or override with its own reason.'
  const detail = `Met when the agents stop asking. ${override}`
  return unmet(
    'missing',
    id,
    `Agents quiet: ${figures}`,
    detail,
    'The agents’ operators, or you by override',
    quiet.metAtMs,
  )
}

/** How quiet the agents are: attempts while locked over the tier 1 window, against its threshold. */
export function quietness(
  state: GuardState,
  lockout: ActiveLockout,
  nowMs: number,
): { attempts: number; allowed: number; windowMinutes: number; metAtMs: number | null } {
  const policy =
    state.policy && state.policyVersion !== null ? compiledPolicyOf(state.policy, state.policyVersion) : null
  const windowMs = policy?.windowMs.tier_1 ?? 0
  const allowed = (policy?.needed.tier_1 ?? 1) - 1
  const first = firstAtOrAfter(lockout.attemptsAtMs, nowMs - windowMs)
  const attempts = lockout.attemptsAtMs.length - first
  // The window includes its start, so an attempt leaves it one millisecond after a whole window.
  const lastToLeave = lockout.attemptsAtMs[first + attempts - allowed - 1]
  const metAtMs = attempts <= allowed || lastToLeave === undefined ? null : lastToLeave + windowMs + 1
  return { attempts, allowed, windowMinutes: windowMs / minuteMs, metAtMs }
}

/** Why a reset of this lockout needs two people, or null when one is enough. */
export function secondReviewerReason(
  state: GuardState,
  lockout: ActiveLockout,
  overridden: boolean,
): string | null {
  if ((state.policy?.lockout.resetApprovals ?? 1) > 1) return 'the policy asks for two'
  if (lockout.parentLockoutId !== null) return 'it is a repeat'
  return overridden ? 'an override is used' : null
}

function secondReviewerCondition(
  state: GuardState,
  lockout: ActiveLockout,
  { actor, statement }: ResetAttempt,
  nowMs: number,
): ResetCondition {
  const id = 'second_reviewer'
  const reason = secondReviewerReason(state, lockout, statement.override !== null)
  if (reason === null) return met(id, 'A second reviewer is not needed')
  const title = `A second reviewer, because ${reason}`
  const { request } = lockout
  const why = request && whyVoid(state, lockout, request, nowMs)
  if (!request || why !== null || request.by.id !== actor.id) {
    const ask = 'Ask for one; any reviewer but you can approve.'
    const detail = why === null ? ask : `The request of ${request?.by.name ?? ''} is void: ${why}. ${ask}`
    return unmet('missing', id, title, detail, 'You ask, another reviewer approves')
  }
  if (!request.vote) {
    const detail = `Asked; expires in ${durationText(request.expiresAtMs - nowMs)}.`
    return unmet('waiting', id, title, detail, 'Any reviewer but you')
  }
  if (!request.vote.approved) {
    const detail = `${request.vote.by.name} rejected it: ${request.vote.note}`
    return unmet('missing', id, title, detail, 'You ask again, another reviewer approves')
  }
  if (!isSameStatement(request.statement, statement)) {
    const detail = `${request.vote.by.name} approved another reason or note. Restore it, or ask again.`
    return unmet('missing', id, title, detail, 'You')
  }
  return met(id, `${request.vote.by.name} approved this reset`)
}

/** Why a request is no longer bound to what it was asked for, as the end of a sentence; null while it stands. */
export function whyVoid(
  state: GuardState,
  lockout: ActiveLockout,
  request: ResetRequest,
  nowMs: number,
): string | null {
  if (request.briefDigest !== lockout.briefDigest) return 'the brief has changed'
  if (request.policyVersion !== state.policyVersion) return 'the policy has changed'
  if (request.version !== lockout.version) return 'the lockout has changed hands, or was upheld'
  return nowMs < request.expiresAtMs ? null : 'its 30 min have passed'
}

function isSameStatement(a: ResetAttempt['statement'], b: ResetAttempt['statement']): boolean {
  return (
    a.reasonCode === b.reasonCode &&
    a.note.trim() === b.note.trim() &&
    (a.override?.reason.trim() ?? null) === (b.override?.reason.trim() ?? null)
  )
}
