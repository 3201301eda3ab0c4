import { expect, test } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { evaluatePost } from '#lib/engine/recovery/evaluate-post.ts'
import type { MetricSample } from '#lib/engine/recovery/metric-sample.ts'
import { engagementSeries, thinned } from '#lib/services/console/series/engagement-series.ts'
import { exposureBuckets } from '#lib/services/console/series/exposure-buckets.ts'
import { evaluation, hour, minute, noonMs, sample, sha256Hex } from '#tests/support/recovery-samples.ts'

const policy = presets.standard.recovery
const range = (hours: number) => ({ fromMs: noonMs - hours * hour, toMs: noonMs })

/** A sample every 10 minutes up to noon, each with so many new impressions and engagements. */
function steady(count: number, newImpressions: number, newEngagements: number): MetricSample[] {
  return Array.from({ length: count }, (_, index) =>
    sample((count - 1 - index) * 10, index * newImpressions, index * newEngagements),
  )
}

test('each point is what an evaluation at that moment measures', () => {
  const samples = steady(40, 130, 3)
  const { points, gaps } = engagementSeries(samples, policy, range(4))
  for (const [atMs, rate, newImpressions] of points) {
    const own = evaluatePost(evaluation({ samples, nowMs: atMs }), policy, sha256Hex)
    expect([rate, newImpressions]).toStrictEqual([
      own.stagnation?.engagementRate,
      own.stagnation?.newImpressions,
    ])
  }
  expect(gaps).toStrictEqual([])
})

test('where exposure is too small there is no rate, from the last judged moment to the next', () => {
  // Two hours of exposure, three without, one with.
  const flows = [...Array<number>(12).fill(130), ...Array<number>(18).fill(1), ...Array<number>(6).fill(130)]
  let impressions = 0
  const samples = flows.map((flow, index) =>
    sample((flows.length - 1 - index) * 10, (impressions += flow), 0),
  )
  const { points, gaps } = engagementSeries(samples, policy, range(6))
  const unjudged = points.filter(([, rate]) => rate === null)
  expect(gaps).toHaveLength(2)
  const [start, middle] = gaps
  expect(start).toMatchObject({ why: 'insufficient_samples', fromMs: samples[0]?.capturedAtMs })
  expect(middle?.why).toBe('insufficient_exposure')
  const inside = unjudged.filter(([atMs]) => atMs > (middle?.fromMs ?? 0) && atMs < (middle?.toMs ?? 0))
  expect(inside.length).toBeGreaterThan(5)
  expect(points.find(([atMs]) => atMs === middle?.fromMs)?.[1]).not.toBeNull()
  expect(points.find(([atMs]) => atMs === middle?.toMs)?.[1]).not.toBeNull()
})

test('samples that have stopped leave the end unknown', () => {
  const samples = steady(10, 130, 3).map((each) => ({ ...each, capturedAtMs: each.capturedAtMs - 2 * hour }))
  const { gaps } = engagementSeries(samples, policy, range(6))
  expect(gaps.at(-1)).toStrictEqual({
    fromMs: samples.at(-1)?.capturedAtMs,
    toMs: noonMs,
    why: 'insufficient_samples',
  })
})

test('a fallen counter is not judged until it has left the window', () => {
  const samples = steady(20, 130, 3).map((each, index) =>
    index < 8 ? { ...each, impressions: each.impressions + 10_000 } : each,
  )
  const { gaps } = engagementSeries(samples, policy, range(4))
  expect(gaps.map(({ why }) => why)).toStrictEqual(['insufficient_samples', 'metrics_regressed'])
})

test('a long history is thinned, its newest kept', () => {
  const samples = Array.from({ length: 20_000 }, (_, index) =>
    sample(19_999 - index, index * 20, Math.floor(index / 3)),
  )
  const { points } = engagementSeries(samples, policy, range(24 * 14))
  expect(points.length).toBeLessThanOrEqual(1000)
  expect(points.length).toBeGreaterThan(500)
  expect(points.at(-1)?.[0]).toBe(noonMs)
  expect(thinned([1, 2, 3, 4, 5, 6, 7], 3)).toStrictEqual([1, 4, 7])
})

test('exposure is counted in buckets no narrower than the samples are apart', () => {
  const { bucketMs, buckets } = exposureBuckets(steady(37, 130, 3), noonMs - 6 * hour, noonMs)
  expect(bucketMs).toBe(10 * minute)
  expect(buckets.map(({ newImpressions }) => newImpressions)).toStrictEqual(Array<number>(36).fill(130))
  expect(buckets.at(-1)?.fromMs).toBe(noonMs - 10 * minute)
  const sparse = [sample(120, 0, 0), sample(60, 500, 0), sample(0, 400, 0)]
  expect(exposureBuckets(sparse, noonMs - 6 * hour, noonMs)).toStrictEqual({
    bucketMs: hour,
    // A counter that fell is no negative exposure.
    buckets: [
      { fromMs: noonMs - 2 * hour, newImpressions: 500 },
      { fromMs: noonMs - hour, newImpressions: 0 },
    ],
  })
})
