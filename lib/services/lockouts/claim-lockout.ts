import type { Actor } from '../../engine/guard/commands.ts'
import type { ClaimLockoutInput } from '../../contracts/lockout-actions.ts'
import { actOnLockout, type LockoutAct, type LockoutRuntime } from './act-on-lockout.ts'

/** Takes the lease of a lockout for five minutes, or renews one’s own; refused while another reviewer holds it. */
export function claimLockout(
  runtime: LockoutRuntime,
  actor: Actor,
  input: ClaimLockoutInput,
): Promise<LockoutAct> {
  return actOnLockout(runtime, { type: 'claim_lockout', actor, ...input })
}
