import type { Actor } from '../../engine/guard/commands.ts'
import type { VoteOnResetInput } from '../../contracts/lockout-actions.ts'
import { actOnLockout, type LockoutAct, type LockoutRuntime } from './act-on-lockout.ts'

/** Answers a request for a second reviewer; refused for whoever asked, and for a request that no longer stands. */
export function voteOnReset(
  runtime: LockoutRuntime,
  actor: Actor,
  input: VoteOnResetInput,
): Promise<LockoutAct> {
  return actOnLockout(runtime, { type: 'vote_on_reset', actor, ...input })
}
