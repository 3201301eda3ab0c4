import type { ResetConditionView } from '../../contracts/views/lockout-view.ts'
import type { Actor } from '../../engine/guard/commands.ts'
import { resetConditions, type ResetConditionId } from '../../engine/guard/reset-conditions.ts'
import type { ResetStatement } from '../../engine/guard/events.ts'
import type { ActiveLockout, GuardState } from '../../engine/guard/state.ts'

/** The names of the conditions on the screen, by the engine's. */
export const conditionViewIds = {
  reviewer: 'reviewer_signed_in',
  claim_and_version: 'claim_and_version',
  brief_acknowledged: 'brief_acknowledged',
  statement: 'statement_and_handle',
  agents_quiet: 'agents_quiet',
  second_reviewer: 'second_reviewer',
} as const satisfies Record<ResetConditionId, ResetConditionView['id']>

/** What is typed on the page is not known here: the page itself shows how the statement and the handle stand. */
const nothingTyped = { reasonCode: 'other', note: '', override: null } as const satisfies ResetStatement

/** The six conditions for one person at one moment, with the current version on their screen. Pure. */
export function resetConditionViews(
  state: GuardState,
  lockout: ActiveLockout,
  actor: Actor,
  nowMs: number,
): ResetConditionView[] {
  const own = lockout.request?.by.id === actor.id ? lockout.request : null
  const attempt = {
    actor,
    lockoutId: lockout.lockoutId,
    version: lockout.version,
    briefDigest: lockout.briefDigest,
    statement: own?.statement ?? nothingTyped,
    typedHandle: '',
  }
  return resetConditions(state, lockout, attempt, nowMs).map(({ id, status, title, detail, metAtMs }) => ({
    id: conditionViewIds[id],
    status,
    title,
    detail: detail === '' ? null : detail,
    earliestAtMs: metAtMs,
  }))
}
