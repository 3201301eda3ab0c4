import type { CancelRecoveryActionInput } from '../../contracts/recovery-actions.ts'
import type { Actor } from '../../engine/guard/commands.ts'
import { presets } from '../../engine/policy/presets.ts'
import { advanceAction } from '../../engine/recovery/advance-action.ts'
import { AppError } from '../../shared/app-error.ts'
import { findAction } from '../../store/recovery/actions.ts'
import { saveAction } from '../../store/recovery/save-action.ts'
import type { Runtime } from '../runtime.ts'
import { whatBecameOf } from './action-ending.ts'
import { done, type RecoveryAct } from './recovery-act.ts'

/**
 * A reviewer calls off an action that waits for its dispatch, first or again; its key is free then. What runs or has
 * ended is not called off: the refusal says what became of it, and by whom.
 * @throws AppError `not_found` when there is no such action.
 */
export async function cancelAction(
  { database, clock }: Pick<Runtime, 'database' | 'clock'>,
  { id, name }: Pick<Actor, 'id' | 'name'>,
  { actionId, reason }: CancelRecoveryActionInput,
): Promise<RecoveryAct> {
  const action = await findAction(database, actionId)
  if (!action) throw new AppError('not_found', 'There is no such recovery action.')
  const result = advanceAction(action.life, { type: 'cancel' }, presets.standard.recovery.retry)
  if (result.kind === 'refused') return whatBecameOf(database, actionId)
  const { life, path } = result
  const by = { id, name, reason }
  const change = { life, path, cause: 'cancelled_by_person', lockoutId: null, atMs: clock(), by }
  // A worker may have begun an attempt, or another reviewer may have been first.
  if ((await saveAction(database, action, change)) !== 'saved') return whatBecameOf(database, actionId)
  return done
}
