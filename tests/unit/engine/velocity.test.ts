import { describe, expect, test } from 'vitest'
import { compilePolicy, neededCount } from '#lib/engine/policy/needed-count.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { guardSignals } from '#lib/engine/guard/signals.ts'
import { countActions, triggeredTier } from '#lib/engine/guard/velocity.ts'
import { GuardScript, minute, startMs } from '#tests/support/guard-script.ts'

describe('needed count', () => {
  test.each([
    { windowMinutes: 15, actionsPerMinute: 0.8, needed: 12 },
    { windowMinutes: 10, actionsPerMinute: 1.5, needed: 15 },
    { windowMinutes: 5, actionsPerMinute: 3, needed: 15 },
    { windowMinutes: 25, actionsPerMinute: 0.28, needed: 7 }, // ceil of the float product says 8
    { windowMinutes: 10, actionsPerMinute: 0.7, needed: 7 },
    { windowMinutes: 1, actionsPerMinute: 0.001, needed: 1 },
    { windowMinutes: 1440, actionsPerMinute: 1000, needed: 1_440_000 },
  ])('$actionsPerMinute a minute over $windowMinutes min needs $needed', ({ needed, ...rule }) => {
    expect(neededCount(rule)).toBe(needed)
  })
})

describe('windows', () => {
  const policy = compilePolicy(presets.standard, 'standard-1')

  test.each([
    { name: 'exactly a window old is inside', ageMs: 5 * minute, count: 1 },
    { name: 'a millisecond older is outside', ageMs: 5 * minute + 1, count: 0 },
    { name: 'now is inside', ageMs: 0, count: 1 },
  ])('$name', ({ ageMs, count }) => {
    expect(countActions([startMs - ageMs], startMs, policy, 0).tier_3).toBe(count)
  })

  test('the highest triggered tier wins', () => {
    const counts = { tier_1: 20, tier_2: 15, tier_3: 14 }
    expect(triggeredTier(counts, policy)).toBe('tier_2')
    expect(triggeredTier({ ...counts, tier_3: 15 }, policy)).toBe('tier_3')
    expect(triggeredTier({ tier_1: 11, tier_2: 11, tier_3: 11 }, policy)).toBe('none')
  })

  test('the 12th action in 15 min trips tier 1 and counts itself', () => {
    const script = new GuardScript(presets.seed)
    const decided = script.burst(12, startMs, minute)
    expect(decided.map(({ tier }) => tier)).toEqual([...Array<string>(11).fill('none'), 'tier_1'])
    expect(decided.at(-1)?.counts.tier_1).toBe(12)
    expect(script.recorded.at(-1)?.event).toMatchObject({
      type: 'tier_changed',
      data: {
        from: 'none',
        tier: 'tier_1',
        action: 'route_to_autonomous_executor',
        executor: 'autonomous_guardian_executor',
        rationale: 'tier_1 triggered by velocity 0.8/min over 15m window',
        confidence: 0.55,
      },
    })
  })

  test('staying in a tier makes no new escalation; leaving it stands down', () => {
    const script = new GuardScript(presets.seed)
    script.burst(14, startMs, minute)
    const escalations = () => script.recorded.filter(({ event }) => event.type === 'tier_changed')
    expect(escalations()).toHaveLength(1)
    script.ask(startMs + 60 * minute)
    expect(escalations()).toHaveLength(2)
    expect(escalations()[1]?.event.data).toMatchObject({ from: 'tier_1', tier: 'none', action: 'stand_down' })
  })

  test('signals say how many are left', () => {
    const script = new GuardScript(presets.standard)
    script.burst(4, startMs, 1000)
    expect(guardSignals(script.state, startMs + 4000)).toMatchObject({
      tier: 'none',
      signals: {
        tier_1: { actionCount: 4, needed: 12, left: 8, actionsPerMinute: 0.2667 },
        tier_3: { actionCount: 4, needed: 15, left: 11, actionsPerMinute: 0.8 },
      },
    })
  })
})

describe('what counts', () => {
  test.each([
    { name: 'an edit of an agent', changes: {}, counted: true },
    { name: 'an action of an executor', changes: { origin: 'executor' as const }, counted: true },
    { name: 'an action of a human', changes: { origin: 'human' as const }, counted: false },
    { name: 'a read', changes: { actionType: 'read' }, counted: false },
    { name: 'an unregistered type', changes: { actionType: 'brand_new' }, counted: true },
    { name: 'a type named like an object member', changes: { actionType: 'constructor' }, counted: true },
  ])('$name: $counted', ({ changes, counted }) => {
    const script = new GuardScript(presets.seed)
    expect(script.ask(startMs, changes).counted).toBe(counted)
    expect(script.state.countedAtMs).toHaveLength(counted ? 1 : 0)
  })

  test('a paced attempt counts under attempted and not under admitted', () => {
    for (const counts of ['attempted', 'admitted'] as const) {
      const policy = { ...presets.standard, velocity: { ...presets.standard.velocity, counts } }
      const script = new GuardScript(policy)
      script.burst(11, startMs, minute)
      const paced = script.ask(startMs + 10 * minute + 1)
      expect(paced).toMatchObject({ verdict: 'blocked', counted: counts === 'attempted' })
    }
  })

  test('a clock that steps back never decides before the decision before', () => {
    const script = new GuardScript(presets.seed)
    script.ask(startMs + minute)
    script.ask(startMs)
    expect(script.recorded.at(-1)?.atMs).toBe(startMs + minute)
  })
})
