import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { isHeldOut } from '#lib/engine/recovery/holdout.ts'
import { outcomeOf } from '#lib/engine/recovery/outcome.ts'
import { hour, noonMs, sample, sha256Hex } from '#tests/support/recovery-samples.ts'
import { seededRandom } from '#tests/support/seeded-random.ts'

const posts = 2000

describe('the interval of an outcome', () => {
  it.each([
    { before: 0.012, after: 0.03, impressions: 800 },
    { before: 0.03, after: 0.03, impressions: 400 },
    { before: 0.005, after: 0.004, impressions: 1500 },
    { before: 0.04, after: 0.1, impressions: 200 },
  ])('holds a lift from $before to $after over $impressions impressions 93 to 97 % of the time', (known) => {
    const random = seededRandom(1998)
    const drawn = (rate: number) =>
      Array.from({ length: known.impressions }, random).filter((u) => u < rate).length
    let held = 0
    for (let post = 0; post < posts; post += 1) {
      const outcome = outcomeOf(
        {
          baseline: { count: drawn(known.before), of: known.impressions },
          actedAtMs: noonMs - hour,
          nextActionAtMs: null,
          samples: [sample(60, 1000, 100), sample(0, 1000 + known.impressions, 100 + drawn(known.after))],
          nowMs: noonMs,
        },
        presets.standard.recovery.outcome,
      )
      if (!('lift' in outcome)) throw new Error(outcome.verdict)
      const lift = known.after - known.before
      if (outcome.lift.low <= lift && lift <= outcome.lift.high) held += 1
    }
    expect(held / posts).toBeGreaterThanOrEqual(0.93)
    expect(held / posts).toBeLessThanOrEqual(0.97)
  })
})

describe('a figure', () => {
  it('is never shown over too little exposure, and never without an interval that holds it', () => {
    const policy = { horizonMinutes: 120, minImpressions: 100 }
    const side = fc
      .integer({ min: 0, max: 300 })
      .chain((of) => fc.record({ of: fc.constant(of), count: fc.integer({ min: 0, max: of }) }))
    const verdicts = new Set<string>()
    fc.assert(
      fc.property(side, side, fc.boolean(), (baseline, after, isOver) => {
        const samples = [sample(60, 1000, 500), sample(0, 1000 + after.of, 500 + after.count)]
        const nowMs = isOver ? noonMs + 2 * hour : noonMs
        const outcome = outcomeOf(
          { baseline, actedAtMs: noonMs - hour, nextActionAtMs: null, samples, nowMs },
          policy,
        )
        verdicts.add(outcome.verdict)
        const isEnough = Math.min(baseline.of, outcome.followUp.of) >= policy.minImpressions
        expect('lift' in outcome).toBe(isEnough && outcome.verdict !== 'measuring')
        if (!('lift' in outcome)) return
        const { low, value, high } = outcome.lift
        expect(low).toBeLessThanOrEqual(value)
        expect(value).toBeLessThanOrEqual(high)
        const sign = low > 0 ? 'improved' : high < 0 ? 'worse' : 'no_clear_change'
        expect(outcome.verdict).toBe(sign)
      }),
      { numRuns: 5000 },
    )
    expect(verdicts.size).toBe(5)
  })
})

describe('the holdout', () => {
  it.each([0, 0.1, 0.5, 1])('keeps a share of %f of all posts, always the same ones', (holdoutFraction) => {
    const policy = { ...presets.standard.recovery, holdoutFraction }
    const ids = Array.from({ length: 10_000 }, (_, n) => ({
      accountId: 'a',
      platform: 'p',
      postId: String(n),
    }))
    const kept = ids.filter((post) => isHeldOut(post, policy, sha256Hex))
    expect(kept).toStrictEqual(ids.filter((post) => isHeldOut(post, policy, sha256Hex)))
    expect(Math.abs(kept.length / ids.length - holdoutFraction)).toBeLessThan(0.02)
  })
})
