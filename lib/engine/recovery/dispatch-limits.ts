import { hourMs, minuteMs } from '../policy/needed-count.ts'
import type { RecoveryActionType, RecoveryPolicy } from '../policy/policy.ts'
import { isDispatched, type RecoveryAction } from './recovery-action.ts'

/** Until when the post has had its share of actions in the window; null when it has not (step 9, seed). */
export function frequencyEndsAtMs(
  actions: readonly RecoveryAction[],
  nowMs: number,
  policy: RecoveryPolicy,
): number | null {
  const times = actions.filter(isDispatched).map((action) => action.initiatedAtMs)
  return fullUntilMs(times, policy.maxActionsPerWindow, policy.windowMinutes * minuteMs, nowMs)
}

/** Until when the cooldown of this action type on the post lasts; null when it is over (step 10, seed). */
export function cooldownEndsAtMs(
  actions: readonly RecoveryAction[],
  actionType: RecoveryActionType,
  nowMs: number,
  policy: RecoveryPolicy,
): number | null {
  const same = actions.filter((action) => isDispatched(action) && action.actionType === actionType)
  if (same.length === 0) return null
  const newestAtMs = Math.max(...same.map((action) => action.initiatedAtMs))
  const endsAtMs = newestAtMs + Math.ceil(policy.cooldownMinutes[actionType] * minuteMs)
  return endsAtMs > nowMs ? endsAtMs : null
}

/** Until when the account's budget of recovery actions is spent; null when some is left (step 11). */
export function budgetEndsAtMs(
  accountDispatchesAtMs: readonly number[],
  nowMs: number,
  policy: RecoveryPolicy,
): number | null {
  if (policy.accountActionsPerHour === null) return null
  return fullUntilMs(accountDispatchesAtMs, policy.accountActionsPerHour, hourMs, nowMs)
}

/**
 * When fewer than `limit` of `times` will lie in the last `windowMs` (its start inclusive); null when that is so
 * now. Times after `nowMs` count: another process with a faster clock has been at work.
 */
function fullUntilMs(
  times: readonly number[],
  limit: number,
  windowMs: number,
  nowMs: number,
): number | null {
  const newestFirst = times.filter((time) => time >= nowMs - windowMs).sort((a, b) => b - a)
  const deciding = newestFirst[limit - 1]
  return deciding === undefined ? null : deciding + windowMs + 1
}
