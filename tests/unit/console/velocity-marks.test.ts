import { expect, test } from 'vitest'
import { ribbonStretches } from '#components/guard/velocity-marks.ts'
import type { VelocityView } from '#lib/contracts/views/velocity-view.ts'

const minute = 60_000

function viewOf(lockedFrom: number, toMs: number, asOfMs: number): VelocityView {
  return {
    accountId: 'a',
    asOfMs,
    fromMs: 0,
    toMs,
    resolution: { kind: 'exact' },
    lanes: [],
    ribbon: [{ fromMs: lockedFrom, toMs, state: 'locked_out' }],
    notCounting: [],
    flags: [],
    attempts: { bucketMs: minute, buckets: [] },
  }
}

test.each([
  ['it goes on now', viewOf(50 * minute, 60 * minute, 60 * minute), 'Locked out 10\u00a0min'],
  ['it went on after the chart', viewOf(50 * minute, 60 * minute, 90 * minute), 'Locked out'],
  ['it began before the chart', viewOf(0, 60 * minute, 60 * minute), 'Locked out'],
])('a lockout is as long as it is drawn only when all of it is: %s', (_case, view, label) => {
  expect(ribbonStretches(view)[0]?.labels[0]).toBe(label)
})
