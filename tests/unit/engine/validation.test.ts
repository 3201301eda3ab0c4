import { describe, expect, test } from 'vitest'
import type { ActionRequest } from '#lib/engine/guard/events.ts'
import type { Constraint, Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { GuardScript, minute, startMs } from '#tests/support/guard-script.ts'

const hour = 60 * minute
const day = 24 * hour

/** `standard` without velocity in the way: only what validation says is left. */
const calm: Policy = {
  ...presets.standard,
  containment: { pacing: false, holding: false },
  velocity: {
    counts: 'attempted',
    tiers: {
      tier_1: { windowMinutes: 1, actionsPerMinute: 1000 },
      tier_2: { windowMinutes: 1, actionsPerMinute: 1000 },
      tier_3: { windowMinutes: 1, actionsPerMinute: 1000 },
    },
  },
}
const [content] = presets.standard.constraints
const withConstraint = (changes: Partial<Constraint>): Policy => ({
  ...calm,
  constraints: content ? [{ ...content, ...changes }] : [],
})
const codes = (script: GuardScript, atMs: number, changes: Partial<ActionRequest> = {}) =>
  script.ask(atMs, changes).reasons.map(({ code }) => code)

describe('limits', () => {
  test('the 40th edit of an hour is admitted, the 41st is refused with its figures', () => {
    const script = new GuardScript(calm)
    expect(script.burst(40, startMs, 1000).every(({ verdict }) => verdict === 'allow')).toBe(true)
    expect(script.ask(startMs + 40_000)).toMatchObject({
      verdict: 'blocked',
      violations: ['constraint_hourly_limit'],
      reasons: [{ message: 'content_modification_limit: 40 admitted in the last hour, 40 allowed' }],
    })
  })

  test('the oldest leaves the hour one millisecond after it', () => {
    for (const [afterMs, verdict] of [
      [hour, 'blocked'],
      [hour + 1, 'allow'],
    ] as const) {
      const script = new GuardScript(calm)
      script.burst(40, startMs, 1000)
      expect(script.ask(startMs + afterMs).verdict).toBe(verdict)
    }
  })

  test('a denied action never erodes the budget', () => {
    const script = new GuardScript(calm)
    script.burst(40, startMs, 1000)
    script.burst(200, startMs + 10 * minute, 1000)
    expect(script.ask(startMs + hour + 1).verdict).toBe('allow')
  })

  test('categories have budgets of their own, people and reads have none', () => {
    const script = new GuardScript(calm)
    script.burst(40, startMs, 1000)
    const atMs = startMs + minute
    expect(codes(script, atMs, { actionType: 'optimize_content' })).toEqual([])
    expect(codes(script, atMs, { origin: 'human' })).toEqual([])
    expect(codes(script, atMs, { actionType: 'read' })).toEqual([])
    expect(codes(script, atMs, { origin: 'executor' })).toEqual(['constraint_hourly_limit'])
  })

  test.each([
    {
      name: 'the global hour',
      changes: { hourlyLimit: null },
      at: 50,
      code: 'global_hourly_limit',
      everyMs: 1000,
    },
    {
      name: 'the constraint day',
      changes: { hourlyLimit: null },
      at: 300,
      code: 'constraint_daily_limit',
      everyMs: 2 * minute,
    },
    {
      name: 'the global day',
      changes: { hourlyLimit: null, dailyLimit: null },
      at: 400,
      code: 'global_daily_limit',
      everyMs: 2 * minute,
    },
  ])('$name refuses number $at + 1', ({ changes, at, code, everyMs }) => {
    const script = new GuardScript(withConstraint(changes))
    expect(script.burst(at, startMs, everyMs).every(({ verdict }) => verdict === 'allow')).toBe(true)
    expect(codes(script, startMs + at * everyMs)).toEqual([code])
  })

  test('a limit of null is no limit', () => {
    const script = new GuardScript({
      ...withConstraint({ hourlyLimit: null, dailyLimit: null }),
      limits: null,
      patterns: null,
    })
    expect(script.burst(600, startMs, 1000).every(({ verdict }) => verdict === 'allow')).toBe(true)
  })
})

describe('risk', () => {
  test.each([
    { riskScore: 0.3, impactScore: 0.3, codes: [], level: 'medium' },
    { riskScore: 0.31, impactScore: 0, codes: ['risk_needs_approval'], level: 'low' },
    { riskScore: 0.7, impactScore: 0.7, codes: ['risk_needs_approval'], level: 'high' },
    { riskScore: 0.72, impactScore: 0.7, codes: ['constraint_risk', 'risk_needs_approval'], level: 'high' },
    { riskScore: 0, impactScore: 1, codes: [], level: 'medium' },
    { riskScore: 1, impactScore: 1, codes: ['constraint_risk', 'risk_needs_approval'], level: 'critical' },
  ])('risk $riskScore, impact $impactScore: $codes', ({ codes: expected, level, ...scores }) => {
    const decided = new GuardScript(calm).ask(startMs, scores)
    expect(decided.reasons.map(({ code }) => code)).toEqual(expected)
    expect(decided.riskLevel).toBe(level)
  })

  test('an absent risk is the registered one, an unregistered type is taken carefully', () => {
    expect(codes(new GuardScript(calm), startMs, { actionType: 'unheard_of' })).toEqual([
      'risk_needs_approval',
      'irreversible_needs_approval',
    ])
    expect(codes(new GuardScript(calm), startMs, { actionType: 'change_strategy' })).toEqual([
      'constraint_needs_approval',
    ])
  })
})

describe('patterns', () => {
  test('the 11th of one type on one target in 24 h is refused', () => {
    const script = new GuardScript(calm)
    const changes = { target: { id: 'p-1' } }
    expect(script.burst(10, startMs, hour, changes).every(({ verdict }) => verdict === 'allow')).toBe(true)
    expect(codes(script, startMs + 10 * hour, changes)).toEqual(['pattern_same_type_on_target'])
    expect(codes(script, startMs + 10 * hour, { target: { id: 'p-2' } })).toEqual([])
    expect(codes(script, startMs + day, changes)).toEqual(['pattern_same_type_on_target'])
    expect(codes(script, startMs + day + 1, changes)).toEqual([])
  })

  test('the 101st of any type in an hour is refused', () => {
    const script = new GuardScript({ ...withConstraint({ hourlyLimit: null }), limits: null })
    script.burst(100, startMs, 1000)
    expect(codes(script, startMs + 100_000, { actionType: 'optimize_content' })).toEqual([
      'pattern_any_type_hourly',
    ])
  })

  test.each([
    ['increase_keywords', 'decrease_keywords'],
    ['decrease_keywords', 'increase_keywords'],
    ['optimize_content', 'delete_content'],
  ])('%s, then %s on one target conflict for a day', (first, second) => {
    const script = new GuardScript(calm)
    script.ask(startMs, { actionType: first, target: { id: 'p-1' } })
    expect(codes(script, startMs + day, { actionType: second, target: { id: 'p-1' } })).toContain(
      'pattern_conflicting_pair',
    )
    expect(codes(script, startMs + day, { actionType: second, target: { id: 'p-2' } })).not.toContain(
      'pattern_conflicting_pair',
    )
    expect(codes(script, startMs + day + 1, { actionType: second, target: { id: 'p-1' } })).not.toContain(
      'pattern_conflicting_pair',
    )
  })
})

describe('conditions', () => {
  const policy = withConstraint({ maxContentLength: 10, requiredKeywords: ['Uji', '#ad'] })

  test.each([
    { content: 'uji #ad', codes: [] },
    { content: 'uji #ad 12', codes: [] },
    { content: 'uji #ad 123', codes: ['constraint_content_length'] },
    { content: 'uji', codes: ['constraint_required_keywords'] },
  ])('$content: $codes', ({ content: text, codes: expected }) => {
    expect(codes(new GuardScript(policy), startMs, { parameters: { content: text } })).toEqual(expected)
  })

  test('every failure is listed at once, and lowers the confidence', () => {
    const script = new GuardScript(withConstraint({ maxContentLength: 1, hourlyLimit: 0 }))
    const decided = script.ask(startMs, { parameters: { text: 'long' }, riskScore: 1 })
    expect(decided.violations).toEqual([
      'constraint_hourly_limit',
      'constraint_risk',
      'constraint_content_length',
    ])
    // One constraint failed: 0.55 + 3 × 0.05 + 0.4 × (1 − 0.9).
    expect(decided.confidence).toBe(0.74)
  })
})
