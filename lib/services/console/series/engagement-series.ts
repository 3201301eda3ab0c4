import type { RatePoint, Unjudged } from '../../../contracts/views/recovery-series-view.ts'
import { minuteMs } from '../../../engine/policy/needed-count.ts'
import type { RecoveryPolicy } from '../../../engine/policy/policy.ts'
import { measureBlocks } from '../../../engine/recovery/measure-blocks.ts'
import type { MetricSample } from '../../../engine/recovery/metric-sample.ts'
import { sampleWindow } from '../../../engine/recovery/sample-window.ts'
import { stagnationOf } from '../../../engine/recovery/stagnation.ts'

/** A stretch without a rate that could be judged. */
export interface Gap {
  readonly fromMs: number
  readonly toMs: number
  readonly why: Unjudged
}

/** More points than this cannot be told apart on a screen. */
const mostPoints = 1000

/**
 * The engagement rate over the trailing window at each sample of [fromMs, toMs] and at its end, by the rules of an
 * evaluation, and the stretches where those would not judge it. `samples` are the post's from a window before `fromMs`
 * on, by time, those of one time in the order received.
 */
export function engagementSeries(
  samples: readonly MetricSample[],
  policy: RecoveryPolicy,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): { readonly points: readonly RatePoint[]; readonly gaps: readonly Gap[] } {
  const inside = samples.map(({ capturedAtMs }) => capturedAtMs).filter((at) => at >= fromMs && at < toMs)
  const moments = [...thinned([...new Set(inside)], mostPoints - 1), toMs]
  const measured = moments.map((atMs) => measuredAt(samples, policy, atMs))
  return {
    points: measured.map(({ atMs, rate, newImpressions }) => [atMs, rate, newImpressions]),
    gaps: gapsOf(measured, fromMs, toMs),
  }
}

/** Every n-th of a list, so that at most `most` are left. */
export function thinned<Item>(items: readonly Item[], most: number): readonly Item[] {
  const every = Math.ceil(items.length / most)
  return every <= 1 ? items : items.filter((_, index) => (items.length - 1 - index) % every === 0)
}

interface Measured {
  readonly atMs: number
  readonly rate: number | null
  readonly newImpressions: number
  readonly why: Unjudged | null
}

function measuredAt(samples: readonly MetricSample[], policy: RecoveryPolicy, atMs: number): Measured {
  const first = firstFrom(samples, atMs - policy.windowMinutes * minuteMs)
  const end = firstFrom(samples, atMs + 1)
  const ordered = sampleWindow(samples.slice(first, end), atMs, policy)
  const stagnation = stagnationOf(ordered)
  const why =
    measureBlocks(ordered, stagnation, policy)
      .map(({ reason }) => reason)
      .find(isUnjudged) ?? null
  return {
    atMs,
    rate: why === null && stagnation ? stagnation.engagementRate : null,
    newImpressions: stagnation?.newImpressions ?? 0,
    why,
  }
}

function isUnjudged(reason: string): reason is Unjudged {
  return (
    reason === 'insufficient_samples' || reason === 'metrics_regressed' || reason === 'insufficient_exposure'
  )
}

/** The place of the first sample at or after a moment; samples are by time. */
function firstFrom(samples: readonly MetricSample[], atMs: number): number {
  let low = 0
  let high = samples.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((samples[middle]?.capturedAtMs ?? Infinity) < atMs) low = middle + 1
    else high = middle
  }
  return low
}

/** From the last judged moment (or the first there is) to the next judged one (or the end). */
function gapsOf(measured: readonly Measured[], fromMs: number, toMs: number): Gap[] {
  const gaps: Gap[] = []
  let lastJudgedMs: number | null = null
  let open: { fromMs: number; why: Unjudged } | null = null
  for (const { atMs, why } of measured) {
    if (why !== null) {
      open ??= { fromMs: lastJudgedMs ?? Math.max(fromMs, measured[0]?.atMs ?? fromMs), why }
    } else {
      if (open) gaps.push({ ...open, toMs: atMs })
      open = null
      lastJudgedMs = atMs
    }
  }
  if (open) gaps.push({ ...open, toMs })
  return gaps.filter((gap) => gap.toMs > gap.fromMs)
}
