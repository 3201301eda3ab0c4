import type { SettleRecoveryActionInput } from '../../contracts/recovery-actions.ts'
import { presets } from '../../engine/policy/presets.ts'
import type { Actor, Refusal } from '../../engine/guard/commands.ts'
import { advanceAction } from '../../engine/recovery/advance-action.ts'
import { AppError } from '../../shared/app-error.ts'
import { findAction, saveAction } from '../../store/recovery/actions.ts'
import type { Runtime } from '../runtime.ts'

/** What became of it: done, or why not. */
export type SettleResult =
  { readonly kind: 'done' } | { readonly kind: 'refused'; readonly reasons: readonly Refusal[] }

/**
 * A reviewer settles an action that needs a person: it happened, or it did not, and then its key is free again. Of
 * two reviewers at once one settles it, and the other is told that it is settled.
 * @throws AppError `not_found` when there is no such action.
 */
export async function settleAction(
  { database, clock }: Pick<Runtime, 'database' | 'clock'>,
  actor: Actor,
  { actionId, happened, reason }: SettleRecoveryActionInput,
): Promise<SettleResult> {
  const action = await findAction(database, actionId)
  if (!action) throw new AppError('not_found', 'There is no such recovery action.')
  const step = { type: 'settle', happened, reference: null } as const
  const result = advanceAction(action.life, step, presets.standard.recovery.retry)
  if (result.kind === 'refused')
    return refused(`The action is ${action.life.status.replaceAll('_', ' ')} by now`)
  const saved = await saveAction(database, action, {
    life: result.life,
    path: result.path,
    cause: 'settled_by_person',
    lockoutId: null,
    atMs: clock(),
    by: { id: actor.id, name: actor.name, reason },
  })
  return saved === 'saved' ? { kind: 'done' } : refused('Somebody else has settled it first')
}

function refused(message: string): SettleResult {
  return { kind: 'refused', reasons: [{ code: 'version_conflict', message, who: null, metAtMs: null }] }
}
