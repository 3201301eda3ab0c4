import type { AccountState, IntervalView } from '../../contracts/views/account-row.ts'
import type { VelocityFlag, VelocityLane, VelocityView } from '../../contracts/views/velocity-view.ts'
import { minuteMs, tiersHighestFirst, type CompiledPolicy } from '../../engine/policy/needed-count.ts'
import { attemptBuckets } from './series/attempt-buckets.ts'
import { clipIntervals, intervalsAtOrOver, withoutIntervals } from './series/intervals.ts'
import { stateRibbon } from './series/state-ribbon.ts'
import { beforeOpening, type VelocityHistory } from './velocity-history.ts'
import type { VelocityLines } from './velocity-lines.ts'

/** What a velocity chart is made of. */
export interface VelocityInput {
  readonly accountId: string
  readonly fromMs: number
  readonly toMs: number
  /** When the account was opened; null when unknown. */
  readonly openedMs: number | null
  readonly policy: CompiledPolicy | null
  readonly history: VelocityHistory
  readonly lines: VelocityLines
  readonly flags: readonly VelocityFlag[]
}

/** An account's counts against its thresholds over [fromMs, toMs]. Pure. */
export function velocityView(input: VelocityInput): VelocityView {
  const { accountId, fromMs, toMs, policy, history, lines, flags, openedMs } = input
  const locked = clipIntervals(history.locked, fromMs, toMs)
  const lanes = policy ? tiersHighestFirst.map((tier) => laneOf(tier, policy, lines, locked, toMs)) : []
  const bucketMs = attemptBucketMs(toMs - fromMs)
  return {
    accountId,
    asOfMs: toMs,
    fromMs,
    toMs,
    resolution: lines.resolution,
    lanes,
    notCounting: locked,
    attempts: { bucketMs, buckets: attemptBuckets(lines.outcomes, fromMs, toMs + 1, bucketMs) },
    ribbon: stateRibbon(
      [
        beforeOpening(openedMs, fromMs),
        { state: 'locked_out', intervals: locked },
        { state: 'probation', intervals: history.probation },
        ...tiersHighestFirst.map((tier) => ({
          state: tier satisfies AccountState,
          intervals: overIn(tier, input),
        })),
      ],
      fromMs,
      toMs,
    ),
    flags: flags.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs),
  }
}

function overIn(tier: VelocityLane['tier'], { policy, lines, toMs }: VelocityInput): IntervalView[] {
  return policy ? intervalsAtOrOver(lines.fine[tier], policy.needed[tier], toMs) : []
}

function laneOf(
  tier: VelocityLane['tier'],
  policy: CompiledPolicy,
  { fine, drawn }: VelocityLines,
  locked: readonly IntervalView[],
  toMs: number,
): VelocityLane {
  const { windowMinutes, actionsPerMinute } = policy.policy.velocity.tiers[tier]
  const threshold = policy.needed[tier]
  const count = fine[tier].at(-1)?.[1] ?? 0
  const over = intervalsAtOrOver(fine[tier], threshold, toMs)
  return {
    tier,
    windowMinutes,
    threshold,
    actionsPerMinute,
    points: [...drawn[tier]],
    count,
    left: Math.max(0, threshold - count),
    // Tier 3 has no response of its own but the lockout, which is drawn apart.
    inForce: tier === 'tier_3' ? [] : withoutIntervals(over, locked),
  }
}

/** Bars wide enough to tell apart: some 60 to 180 over the range. */
function attemptBucketMs(rangeMs: number): number {
  const widths = [1, 2, 10, 60, 6 * 60].map((minutes) => minutes * minuteMs)
  return widths.find((width) => rangeMs / width <= 190) ?? 6 * 60 * minuteMs
}
