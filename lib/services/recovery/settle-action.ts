import type { SettleRecoveryActionInput } from '../../contracts/recovery-actions.ts'
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
 * A reviewer settles an action that needs a person: it happened, or it did not, and then its key is free again. Of
 * two reviewers at once one settles it, and the other is told who did and when.
 * @throws AppError `not_found` when there is no such action.
 */
export async function settleAction(
  { database, clock }: Pick<Runtime, 'database' | 'clock'>,
  { id, name }: Pick<Actor, 'id' | 'name'>,
  { actionId, happened, reason }: SettleRecoveryActionInput,
): Promise<RecoveryAct> {
  const action = await findAction(database, actionId)
  if (!action) throw new AppError('not_found', 'There is no such recovery action.')
  const step = { type: 'settle', happened, reference: null } as const
  const result = advanceAction(action.life, step, presets.standard.recovery.retry)
  if (result.kind === 'refused') return whatBecameOf(database, actionId)
  const { life, path } = result
  const by = { id, name, reason }
  const change = { life, path, cause: 'settled_by_person', lockoutId: null, atMs: clock(), by }
  if ((await saveAction(database, action, change)) !== 'saved') return whatBecameOf(database, actionId)
  return done
}
