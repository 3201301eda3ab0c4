import type { StepPoint } from '../../contracts/views/account-row.ts'
import type { VelocityView } from '../../contracts/views/velocity-view.ts'
import type { CompiledPolicy } from '../../engine/policy/needed-count.ts'
import { minuteMs, tiersHighestFirst } from '../../engine/policy/needed-count.ts'
import type { ActiveTier } from '../../engine/policy/policy.ts'
import type { VelocityMinuteRow } from '../../store/queries/read-velocity-minutes.ts'
import type { Attempt } from './series/attempt.ts'
import type { OutcomeCount } from './series/attempt-buckets.ts'
import { countMarks } from './series/lockout-intervals.ts'
import { minutePeaks } from './series/minute-peaks.ts'
import { peaksOf } from './series/peaks-of.ts'
import { windowedCounts } from './series/windowed-counts.ts'
import type { VelocityHistory } from './velocity-history.ts'

/** The lines of all lanes at one resolution, and the attempts under them. */
export interface VelocityLines {
  readonly resolution: VelocityView['resolution']
  /** At the resolution of the source: for intervals, which must not be coarser than the data. */
  readonly fine: Readonly<Record<ActiveTier, readonly StepPoint[]>>
  /** At most about `maxPoints` each: for drawing. */
  readonly drawn: Readonly<Record<ActiveTier, readonly StepPoint[]>>
  readonly outcomes: readonly OutcomeCount[]
}

/** As many steps as a wide screen can show. */
export const maxPoints = 1500

/** Lines from every attempt: each change of each count, or peaks when those are too many to draw. Pure. */
export function linesOfAttempts(
  attempts: readonly Attempt[],
  history: VelocityHistory,
  policy: CompiledPolicy | null,
  fromMs: number,
  toMs: number,
): VelocityLines {
  const marks = countMarks(attempts, history.resets)
  const fine = forEachTier((tier) =>
    policy ? windowedCounts(marks, policy.windowMs[tier], fromMs, toMs) : [],
  )
  const isDrawable = tiersHighestFirst.every((tier) => fine[tier].length <= maxPoints)
  const bucketMs = bucketOf(fromMs, toMs)
  return {
    resolution: isDrawable ? { kind: 'exact' } : { kind: 'peaks', bucketMs },
    fine,
    drawn: isDrawable ? fine : forEachTier((tier) => peaksOf(fine[tier], fromMs, toMs, bucketMs)),
    outcomes: attempts.map(({ atMs, outcome }) => ({ atMs, outcome, count: 1 })),
  }
}

/** Lines from minutes: the highest count of each minute, and of each bucket for drawing. Pure. */
export function linesOfMinutes(
  minutes: readonly VelocityMinuteRow[],
  history: VelocityHistory,
  policy: CompiledPolicy | null,
  fromMs: number,
  toMs: number,
): VelocityLines {
  const bucketMs = bucketOf(fromMs, toMs)
  const resets = history.resets.map(({ atMs }) => atMs)
  const fine = forEachTier((tier) => {
    if (!policy) return []
    const counted = minutes.map(({ startMs, counted, peaks }) => ({ startMs, counted, peak: peaks[tier] }))
    return minutePeaks(counted, policy.windowMs[tier] / minuteMs, resets, fromMs, toMs)
  })
  return {
    resolution: { kind: 'peaks', bucketMs },
    fine,
    drawn: forEachTier((tier) => peaksOf(fine[tier], fromMs, toMs, bucketMs)),
    outcomes: minutes.flatMap(outcomesOf),
  }
}

function outcomesOf({ startMs, ...minute }: VelocityMinuteRow): OutcomeCount[] {
  return [
    { atMs: startMs, outcome: 'admitted', count: minute.admitted },
    { atMs: startMs, outcome: 'held', count: minute.held },
    { atMs: startMs, outcome: 'paced', count: minute.paced },
    { atMs: startMs, outcome: 'blocked', count: minute.blocked },
    { atMs: startMs, outcome: 'refused_by_lockout', count: minute.refusedByLockout },
  ]
}

/** Whole minutes, so many that a line has no more than `maxPoints` of them. */
function bucketOf(fromMs: number, toMs: number): number {
  return Math.max(1, Math.ceil((toMs - fromMs) / maxPoints / minuteMs)) * minuteMs
}

function forEachTier<Value>(valueOf: (tier: ActiveTier) => Value): Record<ActiveTier, Value> {
  return { tier_1: valueOf('tier_1'), tier_2: valueOf('tier_2'), tier_3: valueOf('tier_3') }
}
