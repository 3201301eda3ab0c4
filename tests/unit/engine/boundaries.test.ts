import { describe, expect, test } from 'vitest'
import { assessRisk } from '#lib/engine/guard/assess-risk.ts'
import type { ReasonCode } from '#lib/engine/guard/events.ts'
import { neededCount } from '#lib/engine/policy/needed-count.ts'
import type { ActiveTier, Constraint, Policy } from '#lib/engine/policy/policy.ts'
import { presets, unregisteredActionType } from '#lib/engine/policy/presets.ts'
import { GuardScript, minute, request, startMs } from '#tests/support/guard-script.ts'

const hour = 60 * minute
const day = 24 * hour

/** One action type of each category, so that a constraint can be met by what it is about. */
const typeOf = {
  content_modification: 'edit',
  seo_optimization: 'optimize_content',
  competitor_response: 'respond_to_competitor',
  social_amplification: 'amplify',
  strategy_change: 'change_strategy',
  system_configuration: 'enable_feature',
} as const

const far = { windowMinutes: 1, actionsPerMinute: 10_000 }

/** A policy of which nothing but what a test adds is in the way. */
const open: Policy = {
  ...presets.standard,
  velocity: { counts: 'attempted', tiers: { tier_1: far, tier_2: far, tier_3: far } },
  constraints: [],
  limits: null,
  patterns: null,
  approvals: { ...presets.standard.approvals, irreversibleNeedsApproval: false },
}

/** The codes of the edit that is asked for `afterMs` after `count` admitted ones, all of them at one instant. */
function codesAfter(
  count: number,
  afterMs: number,
  policy: Policy,
  actionType = 'edit',
): readonly ReasonCode[] {
  const script = new GuardScript(open)
  script.burst(count, startMs, 0, { actionType, target: { id: 'post-1' } })
  script.give({ type: 'assign_policy', policyVersion: 'bounded', policy, by: null }, startMs)
  const decided = script.ask(startMs + afterMs, {
    actionType,
    target: { id: 'post-1' },
    riskScore: 0,
    impactScore: 0,
  })
  return decided.reasons.map(({ code }) => code)
}

describe('the limits of each preset', () => {
  const limits = [presets.standard, presets.strict].flatMap((preset) => [
    ...preset.constraints.flatMap((constraint) =>
      (['hourlyLimit', 'dailyLimit'] as const).flatMap((field) => limitRow(preset.name, constraint, field)),
    ),
    ...(['hourlyPerCategory', 'dailyPerCategory'] as const).flatMap((field) => globalRow(preset, field)),
  ])

  test.each(limits)('$name: $limit are admitted and the next is refused', ({ policy, limit, code, type }) => {
    expect(codesAfter(limit - 1, 0, policy, type)).toEqual([])
    expect(codesAfter(limit, 0, policy, type)).toEqual([code])
  })

  test.each(limits)('$name: $windowMs ms count, one more does not', (row) => {
    const { policy, limit, code, type, windowMs } = row
    expect(codesAfter(limit, windowMs, policy, type)).toEqual([code])
    expect(codesAfter(limit, windowMs + 1, policy, type)).toEqual([])
  })

  function limitRow(preset: string, constraint: Constraint, field: 'hourlyLimit' | 'dailyLimit') {
    const limit = constraint[field]
    const [category] = constraint.categories
    if (limit === null || category === undefined) return []
    const isHourly = field === 'hourlyLimit'
    const alone = { ...constraint, hourlyLimit: null, dailyLimit: null, [field]: limit }
    const code = isHourly ? ('constraint_hourly_limit' as const) : ('constraint_daily_limit' as const)
    return [
      {
        name: `${preset}, ${constraint.id} ${isHourly ? 'an hour' : 'a day'}`,
        policy: { ...open, constraints: [alone] },
        limit,
        code,
        type: typeOf[category],
        windowMs: isHourly ? hour : day,
      },
    ]
  }

  function globalRow({ name, limits: both }: Policy, field: 'hourlyPerCategory' | 'dailyPerCategory') {
    const limit = both?.[field] ?? null
    if (limit === null) return []
    const isHourly = field === 'hourlyPerCategory'
    const code = isHourly ? ('global_hourly_limit' as const) : ('global_daily_limit' as const)
    return [
      {
        name: `${name}, every category ${isHourly ? 'an hour' : 'a day'}`,
        policy: { ...open, limits: { hourlyPerCategory: null, dailyPerCategory: null, [field]: limit } },
        limit,
        code,
        type: 'edit',
        windowMs: isHourly ? hour : day,
      },
    ]
  }
})

describe('patterns', () => {
  const none = { sameTypeOnTargetDaily: null, anyTypeHourly: null, conflictingPairs: [] }

  test.each([
    {
      name: '10 of one type on one target a day',
      patterns: { ...none, sameTypeOnTargetDaily: 10 },
      limit: 10,
      code: 'pattern_same_type_on_target',
      windowMs: day,
    },
    {
      name: '100 of any type an hour',
      patterns: { ...none, anyTypeHourly: 100 },
      limit: 100,
      code: 'pattern_any_type_hourly',
      windowMs: hour,
    },
  ])('$name pass, one more does not until the window has passed', ({ patterns, limit, code, windowMs }) => {
    const policy = { ...open, patterns }
    expect(codesAfter(limit - 1, 0, policy)).toEqual([])
    expect(codesAfter(limit, 0, policy)).toEqual([code])
    expect(codesAfter(limit, windowMs, policy)).toEqual([code])
    expect(codesAfter(limit, windowMs + 1, policy)).toEqual([])
  })
})

describe('the tiers of each preset', () => {
  const tiers = [presets.seed, presets.standard, presets.strict].flatMap(({ name, velocity }) =>
    (['tier_1', 'tier_2', 'tier_3'] as const).map((tier) => ({ name, tier, rule: velocity.tiers[tier] })),
  )
  const tierAfter = (
    tier: ActiveTier,
    rule: Policy['velocity']['tiers'][ActiveTier],
    countAndMs: number[],
  ) => {
    const [count = 0, afterMs = 0] = countAndMs
    const velocity = { ...open.velocity, tiers: { ...open.velocity.tiers, [tier]: rule } }
    const script = new GuardScript({ ...open, velocity })
    script.burst(count, startMs, 0)
    return script.ask(startMs + afterMs).tier
  }

  test.each(tiers)('$name, $tier: the k-th action inside the window trips it', ({ tier, rule }) => {
    const needed = neededCount(rule)
    const windowMs = rule.windowMinutes * minute
    expect(tierAfter(tier, rule, [needed - 2, 0])).toBe('none')
    expect(tierAfter(tier, rule, [needed - 1, windowMs])).toBe(tier)
    expect(tierAfter(tier, rule, [needed - 1, windowMs + 1])).toBe('none')
  })
})

describe('scores', () => {
  const constraints = presets.standard.constraints.map((constraint) => ({
    ...constraint,
    name: constraint.id,
  }))
  const codesAt = (constraint: Constraint, riskScore: number, impactScore: number) => {
    const [category = 'content_modification'] = constraint.categories
    const script = new GuardScript({ ...open, constraints: [{ ...constraint, approvalRequired: false }] })
    const decided = script.ask(startMs, { actionType: typeOf[category], riskScore, impactScore })
    return decided.reasons.map(({ code }) => code)
  }

  test.each(constraints)(
    '$name: at its risk threshold it passes, a little over it does not',
    (constraint) => {
      const { riskThreshold } = constraint
      const lenient = { ...constraint, autoApprovalThreshold: 1 }
      expect(codesAt(lenient, riskThreshold, riskThreshold)).toEqual([])
      expect(codesAt(lenient, riskThreshold, riskThreshold + 0.001)).toEqual(['constraint_risk'])
    },
  )

  test.each(constraints)(
    '$name: at its auto-approval limit no person is asked, a little over one is',
    (constraint) => {
      const { autoApprovalThreshold } = constraint
      const lenient = { ...constraint, riskThreshold: 1 }
      expect(codesAt(lenient, autoApprovalThreshold, 1)).toEqual([])
      expect(codesAt(lenient, autoApprovalThreshold + 0.001, 0)).toEqual(['risk_needs_approval'])
    },
  )

  test('every pair of scores of two decimals has the level of exact arithmetic', () => {
    const levelOf = (thousandths: number) => {
      if (thousandths >= 8000) return 'critical'
      if (thousandths >= 6000) return 'high'
      return thousandths >= 3000 ? 'medium' : 'low'
    }
    const wrong: string[] = []
    for (let risk = 0; risk <= 100; risk += 1) {
      for (let impact = 0; impact <= 100; impact += 1) {
        const scores = { riskScore: risk / 100, impactScore: impact / 100 }
        const exact = 60 * risk + 40 * impact
        const { level, combined } = assessRisk(request('a', scores), unregisteredActionType)
        if (level !== levelOf(exact) || combined !== exact / 10_000) wrong.push(JSON.stringify(scores))
      }
    }
    expect(wrong).toEqual([])
  })
})
