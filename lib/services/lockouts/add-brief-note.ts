import type { Actor } from '../../engine/guard/commands.ts'
import type { AddBriefNoteInput } from '../../contracts/lockout-actions.ts'
import { actOnLockout, type LockoutAct, type LockoutRuntime } from './act-on-lockout.ts'

/** Adds a note to the brief: a new version with a new digest, which voids acknowledgements and requests of the old one. */
export function addBriefNote(
  runtime: LockoutRuntime,
  actor: Actor,
  { lockoutId, note }: AddBriefNoteInput,
): Promise<LockoutAct> {
  return actOnLockout(runtime, { type: 'revise_brief', actor, lockoutId, note })
}
