import { expect, test } from 'vitest'
import { foldTimeline } from '#components/lockouts/fold-timeline.ts'
import type { TimelineRow } from '#lib/contracts/views/lockout-view.ts'

const row = (seq: number, kind: TimelineRow['kind']): TimelineRow => ({
  seq,
  atMs: seq * 1000,
  kind,
  by: null,
  text: '',
})
const refusals = (newest: number, count: number): TimelineRow[] =>
  Array.from({ length: count }, (_, index) => row(newest - index, 'attempt_refused'))

test('refusals in a row are one line; a few, and whatever people did, stand alone', () => {
  const rows = [
    ...refusals(20, 5),
    row(15, 'lockout_claimed'),
    ...refusals(14, 3),
    row(11, 'lockout_opened'),
    row(10, 'tier_changed'),
  ]
  const folds = foldTimeline(rows)
  expect(folds.map((fold) => fold.map(({ seq }) => seq))).toEqual([
    [20, 19, 18, 17, 16],
    [15],
    [14],
    [13],
    [12],
    [11],
    [10],
  ])
  expect(foldTimeline([])).toEqual([])
})
