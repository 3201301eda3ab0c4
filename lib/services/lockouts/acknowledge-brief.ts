import type { Actor } from '../../engine/guard/commands.ts'
import type { AcknowledgeBriefInput } from '../../contracts/lockout-actions.ts'
import { actOnLockout, type LockoutAct, type LockoutRuntime } from './act-on-lockout.ts'

/** Says that this reviewer has read the brief of this digest; refused when the brief has changed since. */
export function acknowledgeBrief(
  runtime: LockoutRuntime,
  actor: Actor,
  input: AcknowledgeBriefInput,
): Promise<LockoutAct> {
  return actOnLockout(runtime, { type: 'acknowledge_brief', actor, ...input })
}
