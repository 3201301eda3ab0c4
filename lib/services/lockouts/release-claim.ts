import type { Actor } from '../../engine/guard/commands.ts'
import type { ReleaseClaimInput } from '../../contracts/lockout-actions.ts'
import { actOnLockout, type LockoutAct, type LockoutRuntime } from './act-on-lockout.ts'

/** Gives one’s own lease back. */
export function releaseClaim(
  runtime: LockoutRuntime,
  actor: Actor,
  input: ReleaseClaimInput,
): Promise<LockoutAct> {
  return actOnLockout(runtime, { type: 'release_claim', actor, ...input })
}
