import { describe, expect, it } from 'vitest'
import { liftScale } from '#components/charts/lift-scale.ts'
import { formatChange, formatPoints } from '#lib/shared/format-points.ts'

describe('formatPoints', () => {
  it.each([
    [0.028, 1, '+2.8'],
    [-0.0134, 1, '−1.3'],
    [0.0004, 1, '0.0'],
    [-0.0004, 1, '0.0'],
    [-0.0004, 2, '−0.04'],
    [0, 2, '0.00'],
  ])('%f with %i decimals is %s', (fraction, decimals, words) => {
    expect(formatPoints(fraction, decimals)).toBe(words)
  })
})

describe('formatChange', () => {
  it.each([
    [{ estimate: 0.028, low: 0.013, high: 0.044 }, '+2.8 (+1.3 to +4.4)'],
    [{ estimate: -0.013, low: -0.027, high: 0.001 }, '−1.3 (−2.7 to +0.1)'],
    // Narrower than a point: one decimal would say that it goes from 0.1 to 0.1.
    [{ estimate: 0.0012, low: 0.0009, high: 0.0014 }, '+0.12 (+0.09 to +0.14)'],
  ])('%o', (change, words) => {
    expect(formatChange(change)).toBe(words)
  })
})

describe('liftScale', () => {
  const cases = [
    { name: 'all above 0', changes: [0.013, 0.044] },
    { name: 'all below 0', changes: [-0.2, -0.01] },
    { name: 'about 0', changes: [-0.027, 0.044] },
    { name: 'tiny', changes: [-0.0001, 0.0002] },
    { name: 'the widest there can be', changes: [-1, 1] },
    { name: 'nothing but 0', changes: [0, 0] },
    { name: 'none', changes: [] },
  ]
  it.each(cases)('$name: 0 and every change lie inside, no two labels meet', ({ changes }) => {
    for (const width of [260, 392, 900]) {
      const { x, ticks } = liftScale(changes, 14, width - 14)
      for (const change of [0, ...changes]) {
        expect(x(change)).toBeGreaterThanOrEqual(14 - 1e-6)
        expect(x(change)).toBeLessThanOrEqual(width - 14 + 1e-6)
      }
      expect(ticks.filter(({ label }) => label === '0')).toHaveLength(1)
      expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length)
      const gap = x(ticks[1]?.at ?? 0) - x(ticks[0]?.at ?? 0)
      expect(gap).toBeGreaterThanOrEqual(40)
    }
  })
})
