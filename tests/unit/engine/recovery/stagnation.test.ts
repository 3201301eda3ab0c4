import { describe, expect, it } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { intensityOf } from '#lib/engine/recovery/intensity.ts'
import { scoreReaches, stagnationOf } from '#lib/engine/recovery/stagnation.ts'
import { sample } from '#tests/support/recovery-samples.ts'

const measure = (impressions: number, engagements: number) => {
  const stagnation = stagnationOf([sample(60, 0, 0), sample(0, impressions, engagements)])
  if (!stagnation) throw new Error('two samples always measure')
  return stagnation
}

describe('stagnation', () => {
  it.each([
    [1000, 0, 1, 'tier_3'],
    [0, 0, 1, 'tier_3'],
    [0, 50, 1, 'tier_3'],
    [1000, 10, 0.8, 'tier_3'],
    [100_000, 1001, 0.7998, 'tier_2'],
    [400, 9, 0.55, 'tier_2'],
    [4000, 91, 0.545, 'tier_1'],
    [1000, 50, 0, 'tier_1'],
    [1000, 999, 0, 'tier_1'],
  ] as const)('%i impressions, %i engagements: score %f, %s', (impressions, engagements, score, tier) => {
    const stagnation = measure(impressions, engagements)
    expect(stagnation.score).toBeCloseTo(score, 12)
    expect(intensityOf(stagnation, presets.seed.recovery)).toBe(tier)
  })

  it('a counter that fell counts as no gain', () => {
    const fell = stagnationOf([sample(60, 100, 9), sample(0, 50, 4)])
    expect(fell).toMatchObject({ newImpressions: 0, newEngagements: 0, engagementRate: 0, score: 1 })
  })

  it('nothing to measure without samples', () => {
    expect(stagnationOf([])).toBeNull()
  })

  it.each([
    [{ newImpressions: 25, newEngagements: 1 }, 0.2, true],
    [{ newImpressions: 9_007_199_254_740_991, newEngagements: 360_287_970_189_639 }, 0.2, true],
    [{ newImpressions: 9_007_199_254_740_991, newEngagements: 360_287_970_189_640 }, 0.2, false],
    [{ newImpressions: 10, newEngagements: 10 }, 0, true],
    [{ newImpressions: 10, newEngagements: 10 }, 1e-7, false],
    [{ newImpressions: 0, newEngagements: 10 }, 1, true],
  ])('%o reaches %f: %s', (gained, threshold, expected) => {
    expect(scoreReaches(gained, threshold)).toBe(expected)
  })
})
