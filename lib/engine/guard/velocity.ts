import type { CompiledPolicy } from '../policy/needed-count.ts'
import { tiersHighestFirst } from '../policy/needed-count.ts'
import type { ActiveTier, Tier } from '../policy/policy.ts'
import type { TierCounts } from './events.ts'

/**
 * Counts the actions inside each tier's window at `nowMs`; a time is inside when
 * `now - window <= time <= now`. `times` is sorted, oldest first; `own` is 1 when the action being decided
 * counts itself. O(log n) for each window.
 */
export function countActions(
  times: readonly number[],
  nowMs: number,
  policy: CompiledPolicy,
  own: 0 | 1,
): TierCounts {
  const inside = (tier: ActiveTier) =>
    times.length - firstAtOrAfter(times, nowMs - policy.windowMs[tier]) + own
  return { tier_1: inside('tier_1'), tier_2: inside('tier_2'), tier_3: inside('tier_3') }
}

/** The highest tier whose needed count is reached, or `none`. */
export function triggeredTier(counts: TierCounts, policy: CompiledPolicy): Tier {
  return tiersHighestFirst.find((tier) => counts[tier] >= policy.needed[tier]) ?? 'none'
}

/** Velocity in one tier's window, as people and programs read it. */
export interface TierSignal {
  readonly windowMinutes: number
  readonly actionCount: number
  /** `actionCount / windowMinutes`, rounded to 4 decimals. */
  readonly actionsPerMinute: number
  readonly triggered: boolean
}

/** The three signals of a decision from its counts. */
export function signalsOf(
  counts: TierCounts,
  policy: CompiledPolicy,
): Readonly<Record<ActiveTier, TierSignal>> {
  const signal = (tier: ActiveTier): TierSignal => ({
    windowMinutes: policy.policy.velocity.tiers[tier].windowMinutes,
    actionCount: counts[tier],
    actionsPerMinute: roundTo4(counts[tier] / policy.policy.velocity.tiers[tier].windowMinutes),
    triggered: counts[tier] >= policy.needed[tier],
  })
  return { tier_1: signal('tier_1'), tier_2: signal('tier_2'), tier_3: signal('tier_3') }
}

/** Rounds a rate to the four decimals in which it is shown and recorded. */
export function roundTo4(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

/** Index of the first of the sorted `times` that is not before `timeMs`; their number when none is. */
export function firstAtOrAfter(times: readonly number[], timeMs: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? Infinity) < timeMs) low = middle + 1
    else high = middle
  }
  return low
}
