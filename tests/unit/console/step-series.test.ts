import { describe, expect, it } from 'vitest'
import { countAt, laneRows, peakOf, type Step } from '#components/charts/step-series.ts'

const steps: readonly Step[] = [
  [0, 0],
  [100, 1],
  [200, 3],
  [400, 2],
]

describe('the count of a step line', () => {
  it.each([
    ['before the first step', -1, 0],
    ['at a step', 100, 1],
    ['between two steps', 399, 3],
    ['after the last step', 9000, 2],
  ])('%s', (_name, atMs, count) => {
    expect(countAt(steps, atMs)).toBe(count)
  })

  it('peaks where it first reaches its highest inside the range', () => {
    expect(peakOf(steps, { fromMs: 0, toMs: 1000 })).toEqual({ atMs: 200, count: 3 })
    expect(peakOf(steps, { fromMs: 300, toMs: 1000 })).toEqual({ atMs: 300, count: 3 })
    expect(peakOf([], { fromMs: 0, toMs: 1000 })).toBeNull()
  })
})

describe('the rows of a lane', () => {
  it('begin and end with the range, at the count in force', () => {
    const rows = laneRows(steps, [], { fromMs: 150, toMs: 300 })
    expect(rows.map(({ atMs, on }) => [atMs, on])).toEqual([
      [150, 1],
      [200, 3],
      [300, 3],
    ])
  })

  it('split at the borders of what was not counted, and both lines reach the border', () => {
    const rows = laneRows(steps, [{ fromMs: 250, toMs: 350 }], { fromMs: 0, toMs: 400 })
    const at = (atMs: number) => rows.find((row) => row.atMs === atMs)
    expect(at(200)).toMatchObject({ on: 3, off: null })
    expect(at(250)).toMatchObject({ on: 3, off: 3 })
    expect(at(350)).toMatchObject({ on: 3, off: 3 })
    expect(at(400)).toMatchObject({ on: 2, off: null })
  })

  it('are never counted inside of it', () => {
    const rows = laneRows(steps, [{ fromMs: 50, toMs: 350 }], { fromMs: 0, toMs: 400 })
    expect(rows.filter((row) => row.atMs > 50 && row.atMs < 350).every((row) => row.on === null)).toBe(true)
  })
})
