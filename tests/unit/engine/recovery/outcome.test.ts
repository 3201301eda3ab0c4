import { describe, expect, it } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { differenceInterval } from '#lib/engine/recovery/difference-interval.ts'
import { type OutcomeInput, outcomeOf } from '#lib/engine/recovery/outcome.ts'
import { hour, noonMs, sample } from '#tests/support/recovery-samples.ts'

const policy = presets.standard.recovery.outcome
/** Acted an hour before noon on a post that had 1000 impressions and 10 engagements until then. */
const input = (fields: Partial<OutcomeInput> = {}): OutcomeInput => ({
  baseline: { count: 10, of: 1000 },
  actedAtMs: noonMs - hour,
  nextActionAtMs: null,
  samples: [sample(70, 1000, 10), sample(30, 1500, 40), sample(0, 2000, 60), sample(-30, 9000, 60)],
  nowMs: noonMs,
  ...fields,
})

describe('differenceInterval', () => {
  // Examples of Newcombe 1998, table II, method 10, to four decimals; here `later - earlier`.
  it.each([
    [48, 80, 56, 70, 0.0524, 0.3339],
    [3, 10, 9, 10, 0.1705, 0.809],
    [2, 7, 6, 7, 0.0582, 0.8062],
    [0, 29, 5, 56, -0.0381, 0.1926],
    [0, 20, 0, 10, -0.1611, 0.2775],
  ])('%i of %i against %i of %i', (count, of, laterCount, laterOf, low, high) => {
    const result = differenceInterval({ count, of }, { count: laterCount, of: laterOf })
    expect(result.low).toBeCloseTo(low, 3)
    expect(result.high).toBeCloseTo(high, 3)
  })
})

describe('outcomeOf', () => {
  it('counts the follow-up over as much exposure as the baseline had', () => {
    expect(outcomeOf(input(), policy)).toMatchObject({
      verdict: 'improved',
      followUp: { count: 50, of: 1000 },
      lift: { value: 0.04 },
    })
  })

  it.each([
    {
      name: 'waits while the follow-up is short',
      fields: { nowMs: noonMs - hour / 2 },
      verdict: 'measuring',
    },
    {
      name: 'ends at the horizon with what there is',
      fields: { baseline: { count: 10, of: 9000 }, nowMs: noonMs + 23 * hour },
      verdict: 'improved',
    },
    {
      name: 'says worse when the whole interval is below 0',
      fields: { baseline: { count: 150, of: 1000 } },
      verdict: 'worse',
    },
    {
      name: 'says no clear change when the interval holds 0',
      fields: { baseline: { count: 48, of: 1000 } },
      verdict: 'no_clear_change',
    },
    {
      name: 'is inconclusive with too little exposure before',
      fields: { baseline: { count: 1, of: 99 }, nowMs: noonMs + 24 * hour },
      verdict: 'inconclusive',
    },
    {
      name: 'is inconclusive with too little exposure until the next action',
      fields: { nextActionAtMs: noonMs - hour + 1 },
      verdict: 'inconclusive',
    },
    {
      name: 'is inconclusive without any sample',
      fields: { samples: [], nowMs: noonMs + 24 * hour },
      verdict: 'inconclusive',
    },
  ])('$name', ({ fields, verdict }) => {
    const outcome = outcomeOf(input(fields), policy)
    expect(outcome.verdict).toBe(verdict)
    expect('lift' in outcome).toBe(!['measuring', 'inconclusive'].includes(verdict))
  })
})
