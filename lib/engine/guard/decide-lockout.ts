import { compiledPolicyOf } from '../policy/compiled-policy-of.ts'
import { minuteMs } from '../policy/needed-count.ts'
import type { Actor, DecisionContext, DecisionResult, GuardCommand } from './commands.ts'
import { durationText } from './brief-text.ts'
import type { GuardEvent, Person } from './events.ts'
import { claimLeaseMs } from './evolve-lockout.ts'
import { openLockout } from './open-lockout.ts'
import { refuse } from './refuse.ts'
import { noteLength, whyVoid } from './reset-conditions.ts'
import type { ActiveLockout, GuardState } from './state.ts'

type Command<Type extends GuardCommand['type']> = Extract<GuardCommand, { type: Type }>

/** The kill switch: a reviewer or lead locks the account out by hand. */
export function decideLockOut(
  state: GuardState,
  { actor, reason }: Command<'lock_out_account'>,
  context: DecisionContext,
): DecisionResult {
  if (!state.policy || state.policyVersion === null) {
    return refuse('account_not_open', `Account ${state.accountId} has no policy; create it first`)
  }
  const policy = compiledPolicyOf(state.policy, state.policyVersion)
  if (actor.role === 'viewer') return viewerRefused()
  if (reason.trim().length < noteLength) return noteRefused('the reason')
  if (state.lockout) {
    return refuse(
      'already_locked_out',
      `${state.handle} is locked out already, by lockout ${state.lockout.lockoutId}`,
    )
  }
  const opening = {
    cause: 'kill_switch',
    lockoutId: context.newId(),
    nowMs: context.nowMs,
    decidedAction: null,
    by: personOf(actor),
    reason: reason.trim(),
  } as const
  return accept(openLockout(state, policy, opening, context.digest))
}

/** Takes or renews the claim on a lockout for five minutes. */
export function decideClaim(
  lockout: ActiveLockout,
  { actor, lockoutId }: Command<'claim_lockout'>,
  { nowMs }: DecisionContext,
): DecisionResult {
  if (actor.role === 'viewer') return viewerRefused()
  const held = claimOfAnother(lockout, actor, nowMs)
  if (held) return held
  const data = { lockoutId, by: personOf(actor), untilMs: nowMs + claimLeaseMs }
  return accept({ type: 'lockout_claimed', data })
}

/** Gives one's own claim back. */
export function decideRelease(
  lockout: ActiveLockout,
  { actor, lockoutId }: Command<'release_claim'>,
  { nowMs }: DecisionContext,
): DecisionResult {
  const { claim } = lockout
  if (claim?.by.id !== actor.id || claim.untilMs <= nowMs) {
    return refuse('claim_required', 'You do not hold the claim, so there is none to release')
  }
  return accept({ type: 'lockout_claim_released', data: { lockoutId, by: personOf(actor) } })
}

/** Says that this reviewer has read the brief of this digest. */
export function decideAcknowledge(
  lockout: ActiveLockout,
  { actor, lockoutId, briefDigest }: Command<'acknowledge_brief'>,
): DecisionResult {
  if (actor.role === 'viewer') return viewerRefused()
  if (briefDigest !== lockout.briefDigest) {
    return refuse(
      'brief_changed',
      `The brief has changed to ${lockout.briefDigest.slice(0, 6)}; read it again`,
      'You',
    )
  }
  return accept({ type: 'brief_acknowledged', data: { lockoutId, by: personOf(actor), briefDigest } })
}

/** Adds a note or correction: a new version of the brief with a new digest. */
export function decideRevision(
  lockout: ActiveLockout,
  { actor, lockoutId, note }: Command<'revise_brief'>,
  { nowMs, digest }: DecisionContext,
): DecisionResult {
  if (actor.role === 'viewer') return viewerRefused()
  const text = note.trim()
  if (text.length === 0)
    return refuse('note_required', 'The note is empty; write what the brief should add', 'You')
  const notes = [...lockout.brief.notes, { by: actor.name, atMs: nowMs, note: text }]
  const brief = { ...lockout.brief, notes }
  const data = { lockoutId, by: personOf(actor), note: text, brief, briefDigest: digest(brief) }
  return accept({ type: 'brief_revised', data })
}

/** Confirms that a lockout is right; it stays, with an optional review date. */
export function decideUphold(
  lockout: ActiveLockout,
  { actor, lockoutId, version, note, reviewAtMs }: Command<'uphold_lockout'>,
  { nowMs }: DecisionContext,
): DecisionResult {
  if (actor.role === 'viewer') return viewerRefused()
  const held = claimOfAnother(lockout, actor, nowMs)
  if (held) return held
  if (version !== lockout.version) return versionRefused(lockout, version)
  if (reviewAtMs !== null && reviewAtMs <= nowMs) {
    return refuse('review_date_in_past', 'The review date has passed; choose a later one or none', 'You')
  }
  const data = { lockoutId, by: personOf(actor), note: note.trim(), reviewAtMs }
  return accept({ type: 'lockout_upheld', data })
}

/** The upholder takes it back, at the version that it made or a later one; what stood before stands again. */
export function decideWithdrawal(
  lockout: ActiveLockout,
  { actor, lockoutId, version }: Command<'withdraw_uphold'>,
  { nowMs }: DecisionContext,
): DecisionResult {
  if (actor.role === 'viewer') return viewerRefused()
  const { upheld } = lockout
  if (!upheld) return refuse('not_upheld', 'This lockout is not upheld, so there is nothing to take back')
  if (upheld.by.id !== actor.id) {
    const message = `${upheld.by.name} upheld it, and only ${upheld.by.name} can take that back`
    return refuse('upheld_by_another', message, upheld.by.name)
  }
  const held = claimOfAnother(lockout, actor, nowMs)
  if (held) return held
  if (version !== lockout.version) return versionRefused(lockout, version)
  return accept({ type: 'uphold_withdrawn', data: { lockoutId, by: personOf(actor) } })
}

/** A second reviewer approves or rejects a standing request; one vote, by someone else. */
export function decideVote(
  state: GuardState,
  lockout: ActiveLockout,
  { actor, lockoutId, requestId, approved, note }: Command<'vote_on_reset'>,
  { nowMs }: DecisionContext,
): DecisionResult {
  if (actor.role === 'viewer') return viewerRefused()
  const { request } = lockout
  if (request?.requestId !== requestId) return requestRefused('a newer one has been made')
  if (request.vote) return requestRefused(`${request.vote.by.name} has voted on it`)
  const why = whyVoid(state, lockout, request, nowMs)
  if (why !== null) return requestRefused(why)
  if (request.by.id === actor.id) {
    return refuse(
      'request_is_own',
      'A second reviewer must be someone else than the first',
      'Any reviewer but you',
    )
  }
  if (!approved && note.trim().length === 0) return refuse('note_required', 'Say why you reject it', 'You')
  const data = { lockoutId, requestId, by: personOf(actor), approved, note: note.trim() }
  return accept({ type: 'reset_voted', data })
}

/** How long a request for a second reviewer stands. */
export const resetRequestMs = 30 * minuteMs

function claimOfAnother(lockout: ActiveLockout, actor: Actor, nowMs: number): DecisionResult | null {
  const { claim } = lockout
  if (!claim || claim.untilMs <= nowMs || claim.by.id === actor.id) return null
  const message = `${claim.by.name} has claimed this lockout for another ${durationText(claim.untilMs - nowMs)}`
  return refuse('claimed_by_another', message, claim.by.name, claim.untilMs)
}

export function versionRefused(lockout: ActiveLockout, version: number): DecisionResult {
  const message = `Your screen shows version ${String(version)}; ${String(lockout.version)} is current. Read what changed`
  return refuse('version_conflict', message, 'You')
}

function requestRefused(why: string): DecisionResult {
  const message = `This request is no longer open: ${why}. The first reviewer can ask again`
  return refuse('request_not_open', message, 'The first reviewer')
}

function viewerRefused(): DecisionResult {
  return refuse(
    'reviewer_required',
    'Your role is viewer; this needs a reviewer or a lead',
    'Any reviewer or lead',
  )
}

function noteRefused(what: string): DecisionResult {
  return refuse('note_required', `Write at least ${String(noteLength)} characters for ${what}`, 'You')
}

/** What of an actor is written into events: never the role or the time of sign-in. */
export function personOf({ id, name }: Actor): Person {
  return { id, name }
}

function accept(event: GuardEvent): DecisionResult {
  return { kind: 'accepted', events: [event] }
}
