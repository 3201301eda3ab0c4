import type { Actor } from '../../engine/guard/commands.ts'
import type { ResetLockoutInput } from '../../contracts/lockout-actions.ts'
import { actOnLockout, type LockoutAct, type LockoutRuntime } from './act-on-lockout.ts'

/**
 * Resets a lockout when all six conditions hold, checked together at the end of the log; else refuses with every one
 * that is missing. Of two reviewers at once one wins, and the other is told who and when. `actor` comes from a session:
 * nothing that holds an API key can call this.
 */
export function resetLockout(
  runtime: LockoutRuntime,
  actor: Actor,
  { handle, ...input }: ResetLockoutInput,
): Promise<LockoutAct> {
  return actOnLockout(runtime, { type: 'reset_lockout', actor, typedHandle: handle, ...input })
}
