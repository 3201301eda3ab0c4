import { describe, expect, it } from 'vitest'
import { type Arm, differenceOfArms, meanChange, neededPosts } from '#lib/engine/recovery/compare-arms.ts'

const arm = (posts: number, mean: number, variance: number): Arm => ({ posts, meanChange: mean, variance })

describe('meanChange', () => {
  // Student's t of 97.5 %, from the tables.
  it.each([
    [10, 2.26216],
    [11, 2.22814],
    [16, 2.13145],
    [31, 2.04227],
    [121, 1.97993],
    [1_000_001, 1.95997],
  ])('of %i posts reaches t standard errors to both sides', (posts, t) => {
    const change = meanChange(arm(posts, 0.01, posts))
    expect(change?.high).toBeCloseTo(0.01 + t, 4)
    expect(change?.low).toBeCloseTo(0.01 - t, 4)
  })

  it('has no figure with too few posts', () => {
    expect(meanChange(arm(neededPosts - 1, 0.01, 1))).toBeNull()
  })
})

describe('differenceOfArms', () => {
  it('is Welch’s: 15 against 15 with unequal variances', () => {
    // (33.7 / 15)² / ((26.2 / 15)² / 14 + (7.5 / 15)² / 14) is 21.41 degrees of freedom, whose t is 2.0773.
    const difference = differenceOfArms(arm(15, 20.82, 26.2), arm(15, 23.83, 7.5))
    expect(difference?.value).toBeCloseTo(-3.01, 10)
    expect((difference?.high ?? 0) - (difference?.value ?? 0)).toBeCloseTo(2.0773 * Math.sqrt(33.7 / 15), 2)
  })

  it.each([
    ['treated', arm(9, 0, 1), arm(500, 0, 1)],
    ['held-out', arm(500, 0, 1), arm(9, 0, 1)],
  ])('has no figure with too few %s posts', (_, treated, heldOut) => {
    expect(differenceOfArms(treated, heldOut)).toBeNull()
  })

  it('has no width without any variance', () => {
    expect(differenceOfArms(arm(10, 0.5, 0), arm(10, 0.25, 0))).toStrictEqual({
      value: 0.25,
      low: 0.25,
      high: 0.25,
    })
  })
})
