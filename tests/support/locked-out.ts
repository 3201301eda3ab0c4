import type { Actor, ResetAttempt } from '#lib/engine/guard/commands.ts'
import { resetConditions } from '#lib/engine/guard/reset-conditions.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { GuardScript, minute, reviewer, startMs } from './guard-script.ts'

/** When everything of `lockedOut` has happened: the lockout is open, claimed by Ana, the brief acknowledged. */
export const readyMs = startMs + 30 * minute

/** Ana, who signed in just before `readyMs`. */
export const ana = reviewer('ana', { reauthenticatedAtMs: readyMs - minute })
export const ben = reviewer('ben', { reauthenticatedAtMs: readyMs - minute })

/** An account locked out by velocity, claimed and acknowledged by Ana, whose reset would be accepted. */
export function lockedOut(policy: Policy = presets.standard): GuardScript {
  const script = new GuardScript(policy)
  script.burst(20, startMs, 1000, { actionType: 'edit' })
  claimAndAcknowledge(script, ana, readyMs)
  return script
}

/** Claims the active lockout and acknowledges its brief. */
export function claimAndAcknowledge(script: GuardScript, actor: Actor, atMs: number): void {
  const { lockoutId, briefDigest } = script.lockout
  script.give({ type: 'claim_lockout', actor, lockoutId }, atMs)
  script.give({ type: 'acknowledge_brief', actor, lockoutId, briefDigest }, atMs)
}

/** A reset attempt with everything right, changed where a test wants it wrong. */
export function resetAttempt(script: GuardScript, changes: Partial<ResetAttempt> = {}): ResetAttempt {
  const { lockoutId, version, briefDigest } = script.lockout
  return {
    actor: ana,
    lockoutId,
    version,
    briefDigest,
    typedHandle: '@account',
    statement: { reasonCode: 'agent_loop_fixed', note: 'The loop was found and fixed.', override: null },
    ...changes,
  }
}

/** Resets, with everything right but what is changed. */
export const reset = (script: GuardScript, changes: Partial<ResetAttempt> = {}, atMs = readyMs) =>
  script.give({ type: 'reset_lockout', ...resetAttempt(script, changes) }, atMs)

/** The conditions that a reset still lacks. */
export const missing = (script: GuardScript, changes: Partial<ResetAttempt> = {}, atMs = readyMs) =>
  resetConditions(script.state, script.lockout, resetAttempt(script, changes), atMs)
    .filter(({ status }) => status !== 'met')
    .map(({ id }) => id)
