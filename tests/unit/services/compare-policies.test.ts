import { describe, expect, it } from 'vitest'
import { comparePolicies, isChanged } from '#lib/services/compare-policies.ts'
import type { AccountReplay, ReplayedLockout } from '#lib/services/replay-summary.ts'

const lockout = (openedAtMs: number, closedAtMs: number | null): ReplayedLockout => ({
  openedAtMs,
  closedAtMs,
  cause: 'velocity_tier_3',
  actions: 15,
  spanMs: 1000,
  refused: 0,
})

const account = (lockouts: ReplayedLockout[]): AccountReplay => ({
  accountId: 'a',
  firstAtMs: 0,
  lastAtMs: 1000,
  actions: 50,
  allowed: 50,
  held: 0,
  blocked: 0,
  repeated: 0,
  reached: { tier_1: 0, tier_2: 0, tier_3: lockouts.length },
  lockouts,
  tier: 'none',
})

const compare = (before: ReplayedLockout[], after: ReplayedLockout[]) => {
  const [comparison] = comparePolicies([account(before)], [account(after)])
  if (!comparison) throw new Error('one account is compared')
  return comparison
}

describe('comparePolicies', () => {
  it.each([
    ['nothing', [], [], { same: 0, added: 0, avoided: 0, moved: 0 }],
    ['the same', [lockout(10, 20)], [lockout(10, 20)], { same: 1, added: 0, avoided: 0, moved: 0 }],
    [
      'the same, though it lasts longer',
      [lockout(10, 20)],
      [lockout(10, null)],
      { same: 1, added: 0, avoided: 0, moved: 0 },
    ],
    ['added', [], [lockout(10, 20)], { same: 0, added: 1, avoided: 0, moved: 0 }],
    ['avoided', [lockout(10, 20)], [], { same: 0, added: 0, avoided: 1, moved: 0 }],
    [
      'moved within its time',
      [lockout(10, 20)],
      [lockout(15, 25)],
      { same: 0, added: 0, avoided: 0, moved: 1 },
    ],
    ['moved earlier', [lockout(10, 20)], [lockout(5, 15)], { same: 0, added: 0, avoided: 0, moved: 1 }],
    [
      'too far apart to be the same one',
      [lockout(10, 20)],
      [lockout(30, 40)],
      { same: 0, added: 1, avoided: 1, moved: 0 },
    ],
    [
      'one moved, one left',
      [lockout(10, 20), lockout(30, 40)],
      [lockout(12, 22)],
      { same: 0, added: 0, avoided: 1, moved: 1 },
    ],
    [
      'two never share one',
      [lockout(10, 20), lockout(22, 40)],
      [lockout(15, 25)],
      { same: 0, added: 0, avoided: 1, moved: 1 },
    ],
    [
      'to the end of the history',
      [lockout(10, null)],
      [lockout(900, null)],
      { same: 0, added: 0, avoided: 0, moved: 1 },
    ],
  ] as const)('%s', (_name, before, after, expected) => {
    const { same, added, avoided, moved } = compare([...before], [...after])
    expect({
      same: same.length,
      added: added.length,
      avoided: avoided.length,
      moved: moved.length,
    }).toStrictEqual(expected)
  })

  it('says how long the account is locked under either, to the end where there is no reset', () => {
    expect(compare([lockout(10, 20)], [lockout(400, null)]).lockedMs).toStrictEqual([10, 600])
  })

  it('tells whether anything changes', () => {
    expect(isChanged(compare([lockout(10, 20)], [lockout(10, 20)]))).toBe(false)
    expect(isChanged(compare([lockout(10, 20)], [lockout(10, 30)]))).toBe(true)
  })
})
