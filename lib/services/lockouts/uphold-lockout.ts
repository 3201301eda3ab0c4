import type { Actor } from '../../engine/guard/commands.ts'
import type { UpholdLockoutInput } from '../../contracts/lockout-actions.ts'
import { actOnLockout, type LockoutAct, type LockoutRuntime } from './act-on-lockout.ts'

/** Confirms that a lockout is right: it stays, with an optional time of review. */
export function upholdLockout(
  runtime: LockoutRuntime,
  actor: Actor,
  input: UpholdLockoutInput,
): Promise<LockoutAct> {
  return actOnLockout(runtime, { type: 'uphold_lockout', actor, ...input })
}
