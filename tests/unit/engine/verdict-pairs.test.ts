import { describe, expect, test } from 'vitest'
import type { ActionDecided, ReasonCode, Verdict } from '#lib/engine/guard/events.ts'
import { arrangements, decideUnder, orderOfReasons } from '#tests/support/arranged-reasons.ts'

/** Reasons of one decision that exclude each other, and the sentence of the contract that makes them. */
const impossible: readonly (readonly [ReasonCode, ReasonCode, string])[] = [
  ['stop_order', 'velocity_tier_3', 'what a stop order refuses does not count, so it trips nothing'],
  ['stop_order', 'probation_breached', 'what a stop order refuses uses nothing up, so it breaks nothing'],
  ['lockout_enforced', 'velocity_tier_3', 'nothing counts while a lockout is in force, so nothing trips'],
  ['lockout_enforced', 'probation_breached', 'a lockout ends the probation before it'],
  ['lockout_enforced', 'held_by_recovery_executor', 'a locked account is in tier 3, and only tier 2 holds'],
  ['lockout_enforced', 'paced', 'a locked account is in tier 3, which paces nothing'],
  ['velocity_tier_3', 'held_by_recovery_executor', 'the highest tier wins, and only tier 2 holds'],
  ['velocity_tier_3', 'paced', 'the highest tier wins, and tier 3 paces nothing'],
]

const becauseOf = (first: ReasonCode, second: ReasonCode) =>
  impossible.find(([one, other]) => one === first && other === second)?.[2]

const pairs = orderOfReasons.flatMap((first, index) =>
  orderOfReasons.slice(index + 1).map((second) => ({
    first,
    second,
    verdict: verdictOf(first),
    because: becauseOf(first, second),
  })),
)

function verdictOf(code: ReasonCode): Verdict {
  return arrangements[code].verdict
}

const codesOf = ({ reasons }: ActionDecided) => reasons.map(({ code }) => code)

describe('alone', () => {
  test.each(orderOfReasons.map((code) => ({ code, verdict: verdictOf(code) })))(
    '$code: $verdict',
    ({ code, verdict }) => {
      const decided = decideUnder([code])
      expect(decided).toMatchObject({ verdict, reasons: [{ code }] })
      expect(decided.reasons).toHaveLength(1)
      expect(decided.retryAfterMs !== null).toBe(code === 'paced')
    },
  )

  test('nothing at all: allow', () => {
    expect(decideUnder([])).toMatchObject({ verdict: 'allow', reasons: [], retryAfterMs: null })
  })
})

describe('two that apply at once', () => {
  test.each(pairs.filter(({ because }) => because === undefined))(
    '$first decides ($verdict) before $second, and both are listed',
    ({ first, second, verdict }) => {
      // Arranged in either order: what decides is the contract's order, not that of the arrangement.
      for (const codes of [
        [first, second],
        [second, first],
      ]) {
        const decided = decideUnder(codes)
        expect(codesOf(decided)).toEqual([first, second])
        expect(decided.verdict).toBe(verdict)
        expect(decided.retryAfterMs !== null).toBe(first === 'paced')
      }
    },
  )
})

describe('two that never apply at once', () => {
  test.each(pairs.filter(({ because }) => because !== undefined))(
    '$first leaves $second out: $because',
    ({ first, second, verdict }) => {
      const decided = decideUnder([first, second])
      expect(codesOf(decided)).toEqual([first])
      expect(decided.verdict).toBe(verdict)
    },
  )

  test('each stands in the order of the contract', () => {
    for (const [first, second] of impossible) {
      expect(orderOfReasons.indexOf(first)).toBeLessThan(orderOfReasons.indexOf(second))
    }
  })
})

describe('everything at once', () => {
  const without = (...left: ReasonCode[]) => orderOfReasons.filter((code) => !left.includes(code))

  test.each([
    {
      name: 'under a stop order on a locked account',
      codes: without('velocity_tier_3', 'probation_breached', 'held_by_recovery_executor', 'paced'),
    },
    {
      name: 'when the action locks the account out for two causes',
      codes: without('stop_order', 'lockout_enforced', 'held_by_recovery_executor', 'paced'),
    },
    {
      name: 'in probation under tier 2',
      codes: without('stop_order', 'lockout_enforced', 'velocity_tier_3'),
    },
  ])('$name all are listed in order', ({ codes }) => {
    expect(codesOf(decideUnder(codes))).toEqual(codes)
  })
})
