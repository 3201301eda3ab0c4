import { minuteMs, neededCount } from '../policy/needed-count.ts'
import type { TierRule } from '../policy/policy.ts'

/**
 * How far apart recovery's own requests at the gate must lie, in ms, so that they alone never reach tier 1: with
 * one more than the `(k - 1)`-th part of the window between them, at most `k - 1` lie in any window.
 */
export function dispatchPaceMs(tier: TierRule): number {
  const intervals = Math.max(1, neededCount(tier) - 1)
  return Math.floor((tier.windowMinutes * minuteMs) / intervals) + 1
}
