import { describe, expect, test } from 'vitest'
import { actionStateAt, allowGrantMs } from '#lib/engine/action/evolve-action.ts'
import { outcomeDeadlineMs } from '#lib/engine/action/decide-claim.ts'
import type { DecisionResult } from '#lib/engine/guard/commands.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { GuardScript, minute, reviewer, startMs } from '#tests/support/guard-script.ts'

const ana = reviewer('ana')
const ben = reviewer('ben')
const reading = { actionType: 'delete_post', target: { id: 'p-1' } }

/** The events of one action's id, as the server reads them from the log. */
const statusOf = (script: GuardScript, actionId: string, atMs: number) =>
  actionStateAt(script.historyOf(actionId), atMs).status

const answer = (script: GuardScript, type: 'approve_action' | 'reject_action', atMs: number, actor = ana) =>
  script.give(
    { type, actor, history: script.historyOf('1'), digest: digestOf(script), reason: 'Seen and right.' },
    atMs,
  )

const claim = (
  script: GuardScript,
  atMs: number,
  changes: { agentId?: string; digest?: string | null } = {},
) =>
  script.give(
    { type: 'claim_action', agentId: 'agent-a', digest: null, history: script.historyOf('1'), ...changes },
    atMs,
  )

const settle = (script: GuardScript, atMs: number, agentId = 'agent-a') =>
  script.give(
    {
      type: 'report_outcome',
      agentId,
      history: script.historyOf('1'),
      status: 'succeeded',
      errorCode: null,
      reference: 'r-1',
      detail: null,
    },
    atMs,
  )

const digestOf = (script: GuardScript) => {
  const [first] = script.historyOf('1')
  return first?.event.type === 'action_decided' ? first.event.data.request.digest : ''
}

/** The code of a refusal, or of a refused claim, which is recorded; null when it was accepted. */
const codeOf = (result: DecisionResult) => {
  if (result.kind === 'refused') return result.reasons[0]?.code ?? ''
  const [event] = result.events
  return event?.type === 'claim_refused' ? event.data.code : null
}

const held = () => {
  const script = new GuardScript(presets.standard)
  script.ask(startMs, reading)
  return script
}
const allowed = () => {
  const script = new GuardScript(presets.standard)
  script.ask(startMs)
  return script
}
const lockOut = (script: GuardScript, atMs: number) =>
  script.give({ type: 'lock_out_account', actor: ben, reason: 'A person saw nonsense posted.' }, atMs)

describe('approval', () => {
  test('held, approved, claimed, succeeded', () => {
    const script = held()
    expect(statusOf(script, '1', startMs)).toBe('held')
    expect(codeOf(answer(script, 'approve_action', startMs + 1))).toBeNull()
    expect(codeOf(claim(script, startMs + 2, { digest: digestOf(script) }))).toBeNull()
    expect(codeOf(settle(script, startMs + 3))).toBeNull()
    expect(statusOf(script, '1', startMs + 4)).toBe('succeeded')
  })

  test('uses up budget and pace when it is approved, not when it is held', () => {
    const script = held()
    expect(script.state.lastAdmittedEditAtMs).toBeNull()
    answer(script, 'approve_action', startMs + minute)
    expect(script.state.lastAdmittedEditAtMs).toBe(startMs + minute)
    expect(script.state.admitted.content_modification).toHaveLength(1)
  })

  test('one that was given and not used expires without a second answer', () => {
    const script = held()
    answer(script, 'approve_action', startMs)
    const expiresMs = startMs + 1440 * minute
    expect(statusOf(script, '1', expiresMs)).toBe('expired')
    expect(codeOf(claim(script, expiresMs))).toBe('grant_expired')
    const sweep = { type: 'sweep_action', history: script.historyOf('1') } as const
    expect(codeOf(script.give(sweep, expiresMs))).toBe('not_due')
  })

  test('is given once: the second reviewer is told who was first', () => {
    const script = held()
    answer(script, 'reject_action', startMs + 1)
    const second = answer(script, 'approve_action', startMs + 2, ben)
    expect(second).toMatchObject({ reasons: [{ code: 'already_decided', who: 'ana' }] })
    expect(codeOf(claim(script, startMs + 3))).toBe('not_admitted')
  })

  test('expires at its stored time, and silence never approves', () => {
    const expiresMs = startMs + 1440 * minute
    const script = held()
    expect(statusOf(script, '1', expiresMs - 1)).toBe('held')
    expect(statusOf(script, '1', expiresMs)).toBe('expired')
    expect(codeOf(answer(script, 'approve_action', expiresMs))).toBe('grant_expired')
    expect(
      codeOf(script.give({ type: 'sweep_action', history: script.historyOf('1') }, expiresMs)),
    ).toBeNull()
    expect(script.recorded.at(-1)?.event.type).toBe('action_expired')
    const again = script.give({ type: 'sweep_action', history: script.historyOf('1') }, expiresMs + 1)
    expect(codeOf(again)).toBe('not_due')
  })

  test.each<{ name: string; code: string; act: (script: GuardScript) => DecisionResult }>([
    {
      name: 'a viewer',
      code: 'reviewer_required',
      act: (script) => answer(script, 'approve_action', startMs, { ...ana, role: 'viewer' }),
    },
    {
      name: 'other parameters than those shown',
      code: 'parameters_changed',
      act: (script) =>
        script.give(
          {
            type: 'approve_action',
            actor: ana,
            history: script.historyOf('1'),
            digest: 'f'.repeat(64),
            reason: 'ok',
          },
          startMs,
        ),
    },
    {
      name: 'no reason',
      code: 'note_required',
      act: (script) =>
        script.give(
          {
            type: 'approve_action',
            actor: ana,
            history: script.historyOf('1'),
            digest: digestOf(script),
            reason: ' ',
          },
          startMs,
        ),
    },
    {
      name: 'a policy that moved',
      code: 'policy_changed',
      act: (script) => {
        script.give(
          { type: 'assign_policy', policyVersion: 'strict-1', policy: presets.strict, by: null },
          startMs,
        )
        return answer(script, 'approve_action', startMs)
      },
    },
    {
      name: 'a locked account',
      code: 'lockout_in_force',
      act: (script) => {
        lockOut(script, startMs)
        return answer(script, 'approve_action', startMs)
      },
    },
    {
      name: 'an unknown action',
      code: 'action_not_found',
      act: (script) =>
        script.give({ type: 'approve_action', actor: ana, history: [], digest: '', reason: 'ok' }, startMs),
    },
  ])('$name is refused as $code', ({ code, act }) => {
    expect(codeOf(act(held()))).toBe(code)
  })
})

describe('claim', () => {
  test.each<{
    name: string
    code: string | null
    prepare?: (script: GuardScript) => unknown
    atMs?: number
    changes?: { agentId?: string; digest?: string }
  }>([
    { name: 'a plain allow', code: null },
    { name: 'a second claim', code: 'grant_spent', prepare: (script) => claim(script, startMs) },
    { name: 'another agent', code: 'another_agents', changes: { agentId: 'agent-b' } },
    { name: 'other parameters', code: 'parameters_changed', changes: { digest: 'f'.repeat(64) } },
    { name: 'an allow just in time', code: null, atMs: startMs + allowGrantMs - 1 },
    { name: 'an allow that has aged', code: 'grant_expired', atMs: startMs + allowGrantMs },
    {
      name: 'an allow from before a lockout',
      code: 'lockout_in_force',
      prepare: (script) => lockOut(script, startMs),
    },
    {
      name: 'an allow from before a stop order',
      code: 'stop_order',
      prepare: (script) => {
        const by = { id: 'id-dana', name: 'Dana' }
        script.stopOrders = [
          { stopOrderId: 's', scope: { kind: 'everything' }, reason: 'stop', by, expiresAtMs: null },
        ]
      },
    },
  ])('$name: $code', ({ code, prepare, atMs = startMs, changes = {} }) => {
    const script = allowed()
    prepare?.(script)
    expect(codeOf(claim(script, atMs, changes))).toBe(code)
    if (code !== null) expect(script.recorded.at(-1)?.event.type).toBe('claim_refused')
  })

  test('an approval is void once its policy is no longer in force', () => {
    const script = held()
    answer(script, 'approve_action', startMs)
    script.give(
      { type: 'assign_policy', policyVersion: 'standard-2', policy: presets.standard, by: null },
      startMs,
    )
    expect(codeOf(claim(script, startMs + 1))).toBe('policy_changed')
  })

  test('a held, blocked or unasked action has no grant', () => {
    expect(codeOf(claim(held(), startMs))).toBe('not_admitted')
    expect(codeOf(claim(new GuardScript(), startMs))).toBe('action_not_found')
  })
})

describe('outcome', () => {
  test('one that is not reported by its deadline is unknown, and stays so', () => {
    const script = allowed()
    claim(script, startMs)
    const deadlineMs = startMs + outcomeDeadlineMs
    expect(statusOf(script, '1', deadlineMs - 1)).toBe('claimed')
    expect(statusOf(script, '1', deadlineMs)).toBe('unknown')
    expect(codeOf(settle(script, deadlineMs))).toBe('not_claimed')
    script.give({ type: 'sweep_action', history: script.historyOf('1') }, deadlineMs)
    expect(script.recorded.at(-1)?.event).toMatchObject({
      type: 'action_settled',
      data: { status: 'unknown' },
    })
    const sweep = { type: 'sweep_action', history: script.historyOf('1') } as const
    expect(codeOf(script.give(sweep, deadlineMs + 1))).toBe('not_due')
  })

  test('only the claimant reports, once, and only on a claim', () => {
    const script = allowed()
    expect(codeOf(settle(script, startMs))).toBe('not_claimed')
    claim(script, startMs)
    expect(codeOf(settle(script, startMs, 'agent-b'))).toBe('another_agents')
    expect(codeOf(settle(script, startMs))).toBeNull()
    expect(codeOf(settle(script, startMs))).toBe('not_claimed')
  })
})
