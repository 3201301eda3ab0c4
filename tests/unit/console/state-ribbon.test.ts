import { expect, test } from 'vitest'
import { clipIntervals, intervalsAtOrOver, withoutIntervals } from '#lib/services/console/series/intervals.ts'
import { stateRibbon } from '#lib/services/console/series/state-ribbon.ts'

test('the first layer that holds wins, gaps read none, neighbours join', () => {
  const ribbon = stateRibbon(
    [
      { state: 'locked_out', intervals: [{ fromMs: 30, toMs: 50 }] },
      { state: 'probation', intervals: [{ fromMs: 50, toMs: 60 }] },
      {
        state: 'tier_1',
        intervals: [
          { fromMs: 20, toMs: 40 },
          { fromMs: 60, toMs: 70 },
          { fromMs: 70, toMs: 80 },
        ],
      },
    ],
    10,
    100,
  )
  expect(ribbon).toEqual([
    { fromMs: 10, toMs: 20, state: 'none' },
    { fromMs: 20, toMs: 30, state: 'tier_1' },
    { fromMs: 30, toMs: 50, state: 'locked_out' },
    { fromMs: 50, toMs: 60, state: 'probation' },
    { fromMs: 60, toMs: 80, state: 'tier_1' },
    { fromMs: 80, toMs: 100, state: 'none' },
  ])
})

test('a ribbon without layers is one quiet piece', () => {
  expect(stateRibbon([], 0, 10)).toEqual([{ fromMs: 0, toMs: 10, state: 'none' }])
})

test('a line is in force from the point that reaches the threshold to the one that leaves it', () => {
  const line: [number, number][] = [
    [0, 0],
    [5, 12],
    [7, 13],
    [9, 11],
    [12, 12],
  ]
  expect(intervalsAtOrOver(line, 12, 20)).toEqual([
    { fromMs: 5, toMs: 9 },
    { fromMs: 12, toMs: 20 },
  ])
})

test('holes cut intervals, clipping keeps the inside', () => {
  expect(
    withoutIntervals(
      [{ fromMs: 0, toMs: 10 }],
      [
        { fromMs: 2, toMs: 4 },
        { fromMs: 9, toMs: 20 },
      ],
    ),
  ).toEqual([
    { fromMs: 0, toMs: 2 },
    { fromMs: 4, toMs: 9 },
  ])
  expect(
    clipIntervals(
      [
        { fromMs: 0, toMs: 10 },
        { fromMs: 20, toMs: 30 },
      ],
      5,
      20,
    ),
  ).toEqual([{ fromMs: 5, toMs: 10 }])
})
