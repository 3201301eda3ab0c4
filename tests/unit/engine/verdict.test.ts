import { describe, expect, test } from 'vitest'
import type { StopOrder } from '#lib/engine/guard/commands.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { GuardScript, minute, reviewer, startMs } from '#tests/support/guard-script.ts'

const stopOrder = (scope: StopOrder['scope'], expiresAtMs: number | null = null): StopOrder => ({
  stopOrderId: 'stop-1',
  scope,
  reason: 'vendor is looking',
  by: { id: 'id-dana', name: 'Dana' },
  expiresAtMs,
})

describe('lockout', () => {
  test('the action that trips tier 3 is itself blocked, and nothing after it passes', () => {
    const script = new GuardScript(presets.seed)
    const decided = script.burst(20, startMs, 1000)
    expect(decided.filter(({ verdict }) => verdict === 'allow')).toHaveLength(14)
    expect(decided[14]).toMatchObject({
      verdict: 'blocked',
      tier: 'tier_3',
      reasons: [{ code: 'velocity_tier_3' }],
    })
    expect(decided[15]).toMatchObject({
      verdict: 'blocked',
      tier: 'tier_3',
      counted: false,
      confidence: 1,
      lockoutId: script.lockout.lockoutId,
      reasons: [{ code: 'lockout_enforced' }],
    })
    expect(script.lockout.attemptCount).toBe(5)
  })

  test('time alone never unlocks', () => {
    const script = new GuardScript(presets.seed)
    script.burst(15, startMs, 1000)
    expect(script.ask(startMs + 365 * 24 * 60 * minute).verdict).toBe('blocked')
  })

  test.each([
    { name: 'a read passes', changes: { actionType: 'read' }, verdict: 'allow' },
    { name: 'a human passes', changes: { origin: 'human' as const }, verdict: 'allow' },
    { name: 'a rollback passes', changes: { actionType: 'rollback' }, verdict: 'allow' },
    {
      name: 'an edit of an executor is refused',
      changes: { origin: 'executor' as const },
      verdict: 'blocked',
    },
    { name: 'an unregistered type is refused', changes: { actionType: 'brand_new' }, verdict: 'blocked' },
  ])('while locked out $name', ({ changes, verdict }) => {
    const script = new GuardScript(presets.seed)
    script.burst(15, startMs, 1000)
    expect(script.ask(startMs + minute, changes).verdict).toBe(verdict)
  })

  test('a rollback is refused when the policy says so', () => {
    const policy: Policy = { ...presets.seed, lockout: { ...presets.seed.lockout, rollbacksPass: false } }
    const script = new GuardScript(policy)
    script.burst(15, startMs, 1000)
    expect(script.ask(startMs + minute, { actionType: 'rollback' }).verdict).toBe('blocked')
  })
})

describe('containment', () => {
  test('tier 1 paces, and a heeded retryAfterMs is admitted', () => {
    const script = new GuardScript(presets.standard)
    script.burst(11, startMs, 30_000)
    const lastMs = startMs + 10 * 30_000
    const paced = script.ask(lastMs + 5_000)
    expect(paced).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'paced' }], retryAfterMs: 70_000 })
    expect(script.ask(lastMs + 5_000 + (paced.retryAfterMs ?? 0)).verdict).toBe('allow')
  })

  test('one millisecond before the pace interval is refused, at it admitted', () => {
    for (const [waitMs, verdict] of [
      [74_999, 'blocked'],
      [75_000, 'allow'],
    ] as const) {
      const script = new GuardScript(presets.standard)
      script.burst(11, startMs, 30_000)
      expect(script.ask(startMs + 10 * 30_000 + waitMs).verdict).toBe(verdict)
    }
  })

  test('tier 2 holds, and lists the pace as well', () => {
    const script = new GuardScript(presets.standard)
    const decided = script.burst(15, startMs, 30_000)
    expect(decided.at(-1)).toMatchObject({
      verdict: 'needs_approval',
      tier: 'tier_2',
      reasons: [{ code: 'held_by_recovery_executor' }, { code: 'paced' }],
      retryAfterMs: null,
    })
  })

  test('an irreversible type needs approval unless the policy allows it', () => {
    const changes = { actionType: 'delete_post' }
    expect(new GuardScript(presets.standard).ask(startMs, changes)).toMatchObject({
      verdict: 'needs_approval',
      reasons: [{ code: 'risk_needs_approval' }, { code: 'irreversible_needs_approval' }],
    })
    expect(new GuardScript(presets.seed).ask(startMs, changes).verdict).toBe('allow')
  })
})

describe('probation', () => {
  const onProbation = () => {
    const script = new GuardScript(presets.standard)
    script.give(
      { type: 'lock_out_account', actor: reviewer('ana'), reason: 'The agent posts nonsense.' },
      startMs,
    )
    script.give(
      { type: 'claim_lockout', actor: reviewer('ana'), lockoutId: script.lockout.lockoutId },
      startMs,
    )
    const { lockoutId, version, briefDigest } = script.lockout
    script.give({ type: 'acknowledge_brief', actor: reviewer('ana'), lockoutId, briefDigest }, startMs)
    const statement = {
      reasonCode: 'agent_loop_fixed',
      note: 'The loop was found and fixed.',
      override: null,
    } as const
    script.give(
      {
        type: 'reset_lockout',
        actor: reviewer('ana'),
        lockoutId,
        version,
        briefDigest,
        statement,
        typedHandle: '@account',
      },
      startMs,
    )
    return { script, lockoutId }
  }

  test('five edits are admitted; the sixth locks again in that decision, as a child', () => {
    const { script, lockoutId } = onProbation()
    const decided = script.burst(6, startMs + minute, 1000)
    expect(decided.slice(0, 5).map(({ verdict }) => verdict)).toEqual(Array(5).fill('allow'))
    expect(decided[5]).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'probation_breached' }] })
    expect(script.lockout).toMatchObject({ cause: 'probation_breached', parentLockoutId: lockoutId })
  })

  test('reads do not use it up, and at its end it is over', () => {
    const { script } = onProbation()
    script.burst(5, startMs + minute, 1000)
    expect(script.ask(startMs + 2 * minute, { actionType: 'read' }).verdict).toBe('allow')
    expect(script.ask(startMs + 10 * minute).verdict).toBe('allow')
  })

  test('one millisecond before its end it still binds', () => {
    const { script } = onProbation()
    script.burst(5, startMs + minute, 1000)
    expect(script.ask(startMs + 10 * minute - 1).verdict).toBe('blocked')
  })
})

describe('stop orders', () => {
  test.each<{ name: string; scope: StopOrder['scope']; stops: boolean }>([
    { name: 'everything', scope: { kind: 'everything' }, stops: true },
    { name: 'this agent', scope: { kind: 'agent', agentId: 'agent-a' }, stops: true },
    { name: 'another agent', scope: { kind: 'agent', agentId: 'agent-b' }, stops: false },
    { name: 'this account', scope: { kind: 'account', accountId: 'account-1' }, stops: true },
    { name: 'another account', scope: { kind: 'account', accountId: 'account-2' }, stops: false },
    { name: 'this action type', scope: { kind: 'action_type', actionType: 'edit' }, stops: true },
    { name: 'another platform', scope: { kind: 'platform', platform: 'mastodon' }, stops: false },
  ])('on $name: $stops', ({ scope, stops }) => {
    const script = new GuardScript(presets.standard)
    script.stopOrders = [stopOrder(scope)]
    const decided = script.ask(startMs)
    expect(decided.verdict).toBe(stops ? 'blocked' : 'allow')
    expect(decided.counted).toBe(!stops)
    expect(script.ask(startMs, { origin: 'human' }).verdict).toBe('allow')
  })

  test('one that has expired stops nothing', () => {
    const script = new GuardScript(presets.standard)
    script.stopOrders = [stopOrder({ kind: 'everything' }, startMs + 1000)]
    expect(script.ask(startMs + 999).verdict).toBe('blocked')
    expect(script.ask(startMs + 1000).verdict).toBe('allow')
  })

  test('it decides before a lockout, and both are listed', () => {
    const script = new GuardScript(presets.seed)
    script.burst(15, startMs, 1000)
    script.stopOrders = [stopOrder({ kind: 'everything' })]
    const codes = script.ask(startMs + minute).reasons.map(({ code }) => code)
    expect(codes).toEqual(['stop_order', 'lockout_enforced'])
  })
})

describe('shadow mode', () => {
  const shadow: Policy = { ...presets.standard, mode: 'shadow' }

  test('answers allow, opens no lockout, and records what enforce would have done', () => {
    const script = new GuardScript(shadow)
    const decided = script.burst(20, startMs, 1000)
    expect(decided.every(({ verdict }) => verdict === 'allow')).toBe(true)
    expect(script.state.lockout).toBeNull()
    expect(decided[14]?.shadow).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'velocity_tier_3' }] })
    const last = script.recorded.findLast(({ event }) => event.type === 'tier_changed')
    expect(last?.event.data).toMatchObject({ tier: 'tier_3', lockoutAutoEdits: false })
  })

  test('a lockout already in force and a stop order still refuse: a person set them', () => {
    const script = new GuardScript(presets.standard)
    script.give(
      { type: 'lock_out_account', actor: reviewer('ana'), reason: 'The agent posts nonsense.' },
      startMs,
    )
    script.give({ type: 'assign_policy', policyVersion: 'shadow-1', policy: shadow, by: null }, startMs)
    expect(script.ask(startMs + minute)).toMatchObject({ verdict: 'blocked', shadow: null })
  })
})
