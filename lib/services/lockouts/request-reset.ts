import type { Actor } from '../../engine/guard/commands.ts'
import type { RequestSecondReviewInput } from '../../contracts/lockout-actions.ts'
import { actOnLockout, type LockoutAct, type LockoutRuntime } from './act-on-lockout.ts'

/** Asks a second reviewer to approve this very reset: this lockout at this version, this brief, this statement. */
export function requestReset(
  runtime: LockoutRuntime,
  actor: Actor,
  input: RequestSecondReviewInput,
): Promise<LockoutAct> {
  // The handle is typed for the reset itself, not for asking.
  return actOnLockout(runtime, { type: 'request_reset', actor, typedHandle: '', ...input })
}
