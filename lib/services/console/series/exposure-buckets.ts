import { dayMs, hourMs, minuteMs } from '../../../engine/policy/needed-count.ts'
import type { MetricSample } from '../../../engine/recovery/metric-sample.ts'

/** Widths that read well, in ms. */
const widthsMs = [1, 2, 5, 10, 15, 30]
  .map((minutes) => minutes * minuteMs)
  .concat(
    [1, 2, 3, 6, 12].map((hours) => hours * hourMs),
    [1, 2, 7, 30].map((days) => days * dayMs),
  )
/** Bars beyond this many are too thin to read. */
const mostBars = 80

/**
 * New impressions of a post by bucket over [fromMs, toMs]: wide enough for the range, and for how far apart the samples
 * are, so that a bar is a count that was read and not one that was guessed. `samples` are by time.
 */
export function exposureBuckets(
  samples: readonly MetricSample[],
  fromMs: number,
  toMs: number,
): { bucketMs: number; buckets: { fromMs: number; newImpressions: number }[] } {
  const leastMs = Math.max((toMs - fromMs) / mostBars, medianGapMs(samples))
  const bucketMs = widthsMs.find((width) => width >= leastMs) ?? 30 * dayMs
  const counts = new Map<number, number>()
  for (const [index, sample] of samples.entries()) {
    const before = samples[index - 1]
    if (!before || sample.capturedAtMs < fromMs || sample.capturedAtMs > toMs) continue
    // What a sample at a border adds came before it.
    const bucket = Math.floor((sample.capturedAtMs - 1) / bucketMs) * bucketMs
    const added = Math.max(0, sample.impressions - before.impressions)
    counts.set(bucket, (counts.get(bucket) ?? 0) + added)
  }
  const buckets = [...counts].map(([bucket, newImpressions]) => ({ fromMs: bucket, newImpressions }))
  return { bucketMs, buckets: buckets.sort((a, b) => a.fromMs - b.fromMs) }
}

function medianGapMs(samples: readonly MetricSample[]): number {
  const gaps = samples
    .map(({ capturedAtMs }, index) => capturedAtMs - (samples[index - 1]?.capturedAtMs ?? capturedAtMs))
    .filter((gap) => gap > 0)
    .sort((a, b) => a - b)
  return gaps[gaps.length >> 1] ?? 0
}
