import fc from 'fast-check'
import { expect, test } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { compiledPolicyOf } from '#lib/engine/policy/compiled-policy-of.ts'
import { countActions } from '#lib/engine/guard/velocity.ts'
import { minutePeaks } from '#lib/services/console/series/minute-peaks.ts'
import { peaksOf } from '#lib/services/console/series/peaks-of.ts'
import { windowedCounts } from '#lib/services/console/series/windowed-counts.ts'
import type { CountMark } from '#lib/services/console/series/windowed-counts.ts'
import type { StepPoint } from '#lib/contracts/views/account-row.ts'

const minuteMs = 60_000
const startMs = Date.UTC(2026, 0, 1)
const fromMs = startMs + 15 * minuteMs
const toMs = fromMs + 60 * minuteMs
const policy = compiledPolicyOf(presets.standard, 'v1')
const tiers = ['tier_1', 'tier_2', 'tier_3'] as const

/** Gaps of agents in bursts: whole seconds often, so that equal times and exact window edges come up. */
const marks = fc
  .array(
    fc.record({
      gapMs: fc.oneof(
        fc.constantFrom(0, 1, 1_000, 299_999, 300_000, 300_001),
        fc.integer({ min: 0, max: 90_000 }),
      ),
      kind: fc.oneof(
        { weight: 12, arbitrary: fc.constant('counted' as const) },
        { weight: 1, arbitrary: fc.constant('reset' as const) },
      ),
    }),
    { maxLength: 150 },
  )
  .map((steps): CountMark[] => {
    let atMs = startMs
    return steps.map(({ gapMs, kind }) => ({ atMs: (atMs += gapMs), kind }))
  })

/** The engine's own count at an instant: times since the last reset, counted by the rule of the decision. */
function engineCounts(all: readonly CountMark[], nowMs: number): ReturnType<typeof countActions> {
  const past = all.filter((mark) => mark.atMs <= nowMs)
  const since = past.slice(past.findLastIndex((mark) => mark.kind === 'reset') + 1)
  return countActions(
    since.map((mark) => mark.atMs),
    nowMs,
    policy,
    0,
  )
}

function valueAt(points: readonly StepPoint[], atMs: number): number | undefined {
  return points.findLast((point) => point[0] <= atMs)?.[1]
}

test('a lane agrees with the engine at every instant', () => {
  fc.assert(
    fc.property(
      marks,
      fc.array(fc.integer({ min: fromMs, max: toMs }), { maxLength: 40 }),
      (all, instants) => {
        const edges = all.flatMap((mark) => [mark.atMs, mark.atMs + 300_000, mark.atMs + 300_001])
        for (const tier of tiers) {
          const line = windowedCounts(all, policy.windowMs[tier], fromMs, toMs)
          for (const atMs of [...instants, ...edges]) {
            if (atMs < fromMs || atMs > toMs) continue
            expect(valueAt(line, atMs)).toBe(engineCounts(all, atMs)[tier])
          }
        }
      },
    ),
  )
})

test('a lane is ascending, starts at its start and holds changes alone', () => {
  fc.assert(
    fc.property(marks, (all) => {
      const line = windowedCounts(all, policy.windowMs.tier_1, fromMs, toMs)
      expect(line[0]?.[0]).toBe(fromMs)
      line.slice(1).forEach((point, index) => {
        expect(point[0]).toBeGreaterThan(line[index]?.[0] ?? Infinity)
        expect(point[1]).not.toBe(line[index]?.[1])
      })
    }),
  )
})

test('downsampling keeps each bucket’s peak', () => {
  fc.assert(
    fc.property(marks, fc.constantFrom(1, 3, 10), (all, bucketMinutes) => {
      const bucketMs = bucketMinutes * minuteMs
      const line = windowedCounts(all, policy.windowMs.tier_3, fromMs, toMs)
      const peaks = peaksOf(line, fromMs, toMs, bucketMs)
      for (let bucketFromMs = fromMs; bucketFromMs < toMs; bucketFromMs += bucketMs) {
        const inside = line.filter(([atMs]) => atMs > bucketFromMs && atMs < bucketFromMs + bucketMs)
        const highest = Math.max(valueAt(line, bucketFromMs) ?? 0, ...inside.map((point) => point[1]))
        expect(valueAt(peaks, bucketFromMs)).toBe(highest)
      }
    }),
  )
})

test('minutes of the roll-up give the same peaks as every event', () => {
  fc.assert(
    fc.property(marks, (all) => {
      const counted = all.filter((mark) => mark.kind === 'counted')
      // A reset clears the window in the middle of a minute, which whole minutes cannot tell: tested without.
      for (const tier of tiers) {
        const minutes = rollUp(counted, tier)
        const windowMinutes = policy.windowMs[tier] / minuteMs
        const peaks = minutePeaks(minutes, windowMinutes, [], fromMs, toMs)
        const exact = peaksOf(
          windowedCounts(counted, policy.windowMs[tier], fromMs, toMs),
          fromMs,
          toMs,
          minuteMs,
        )
        expect(peaks).toEqual(exact)
      }
    }),
  )
})

function rollUp(
  counted: readonly CountMark[],
  tier: (typeof tiers)[number],
): { startMs: number; counted: number; peak: number }[] {
  const minutes = new Map<number, { startMs: number; counted: number; peak: number }>()
  counted.forEach((mark, index) => {
    const minuteStartMs = mark.atMs - (mark.atMs % minuteMs)
    const minute = minutes.get(minuteStartMs) ?? { startMs: minuteStartMs, counted: 0, peak: 0 }
    minute.counted += 1
    minute.peak = Math.max(minute.peak, engineCounts(counted.slice(0, index + 1), mark.atMs)[tier])
    minutes.set(minuteStartMs, minute)
  })
  return [...minutes.values()]
}
