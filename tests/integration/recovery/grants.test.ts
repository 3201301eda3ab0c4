import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/engine/guard/commands.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { assignPolicy } from '#lib/services/accounts/assign-policy.ts'
import { answerApproval } from '#lib/services/approvals/answer-approval.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import type { RecoveryPorts } from '#lib/services/recovery/recovery-ports.ts'
import { runRecoveryRound } from '#lib/services/recovery/run-recovery-round.ts'
import { settleAction } from '#lib/services/recovery/settle-action.ts'
import { workerPorts } from '#lib/services/recovery/worker-ports.ts'
import { setStopOrder } from '#lib/services/stop-orders/set-stop-order.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy } from '#tests/support/gate-runtime.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'
import { hour, minute, noonMs } from '#tests/support/recovery-samples.ts'
import { openRecordedAccount, openRecoveryRuntime, stagnate } from '#tests/support/recovery-runtime.ts'

/** Recovery's actions need a person each time. */
const careful: Policy = {
  ...calmPolicy,
  constraints: presets.standard.constraints.map((rule) => ({ ...rule, approvalRequired: true })),
}
const ana: Actor = { id: 'ana', name: 'Ana Ruiz', role: 'lead', reauthenticatedAtMs: noonMs }

let database: TestDatabase
const opened: { close: () => Promise<void> }[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((runtime) => runtime.close()))
  // What a test leaves waiting is not the next one's.
  await queryDatabase(database.url, 'UPDATE recovery_action SET due_at = NULL')
  await queryDatabase(
    database.url,
    `UPDATE stop_order SET lifted_at = set_at, lifted_by_id = 'ana', lifted_by_name = 'Ana', lift_reason = 'Over'`,
  )
})
afterAll(() => database.drop())

/** An account with one action reserved, and a worker on a clock that the test moves. */
async function openReserved(accountId: string, policy: Policy, fates: readonly string[] = []) {
  const { runtime, time } = openRecoveryRuntime(database.url, noonMs)
  opened.push(runtime)
  const monotonic = { nowMs: 0 }
  const ports: RecoveryPorts = {
    ...workerPorts(runtime),
    random: () => 0,
    clock: { nowMs: runtime.clock, monotonicMs: () => monotonic.nowMs },
  }
  await openRecordedAccount(runtime, accountId, policy, { p: fates })
  await stagnate(runtime, accountId, ['p'])
  await evaluateDuePosts(runtime)
  const failures: unknown[] = []
  const round = async (changed: RecoveryPorts = ports) => {
    await runRecoveryRound(runtime, changed, (error) => failures.push(error))
    return failures.splice(0)
  }
  const pass = (ms: number) => {
    time.nowMs += ms
    monotonic.nowMs += ms
  }
  const path = async () => {
    const steps = await queryDatabase<{ status: string; cause: string | null }>(
      database.url,
      `SELECT step.status, step.cause FROM recovery_step AS step JOIN recovery_action ON recovery_action.id = action_id
       WHERE account_id = $1 ORDER BY reserved_at, recovery_action.id, n`,
      [accountId],
    )
    return steps.map(({ status, cause }) => (status === 'cancelled' ? `${status} ${cause ?? ''}` : status))
  }
  /** What the gate's log says of each ask, in order. */
  const asks = async () => {
    const log = await readSoundStream(database.url, `account:${accountId}`)
    return log
      .filter(({ action_id: askId }) => askId !== null)
      .map(({ type, body }) => {
        const { verdict, status, errorCode, code } = JSON.parse(body) as Record<string, string | null>
        return [type, verdict ?? status ?? code, errorCode].filter((word) => word != null).join(' ')
      })
  }
  const answer = async (approved: boolean) => {
    const [approval] = await queryDatabase<{ id: string; action_id: string }>(
      database.url,
      `SELECT id, action_id FROM approval WHERE account_id = $1 AND status = 'waiting'`,
      [accountId],
    )
    const [asked] = await queryDatabase<{ body: string }>(
      database.url,
      `SELECT body FROM event WHERE action_id = $1 AND type = 'action_decided'`,
      [approval?.action_id ?? ''],
    )
    const { digest } = (JSON.parse(asked?.body ?? '{}') as { request: { digest: string } }).request
    const given = { approvalId: approval?.id ?? '', approved, digest, reason: 'I have read it' }
    expect((await answerApproval(runtime, ana, given)).kind).toBe('done')
  }
  return { runtime, ports, round, pass, path, asks, answer }
}

const allowed = 'action_decided allow'
const held = 'action_decided needs_approval'

describe('a grant of the gate', () => {
  test('is claimed before the attempt begins, and answered for after it', async () => {
    const { round, path, asks } = await openReserved('plain', calmPolicy)
    expect(await round()).toStrictEqual([])
    expect(await path()).toStrictEqual(['reserved', 'running', 'succeeded'])
    expect(await asks()).toStrictEqual([allowed, 'action_claimed', 'action_settled succeeded'])
  })

  test('is answered for once it is known by look-up, attempt by attempt', async () => {
    const { round, pass, path, asks } = await openReserved('looked-up', calmPolicy, [
      'lost_request',
      'lost_answer',
    ])
    for (let n = 0; n < 12; n += 1) {
      await round()
      pass(minute)
    }
    const lost = ['running', 'unknown']
    expect(await path()).toStrictEqual([
      'reserved',
      ...lost,
      'failed',
      'retry_scheduled',
      ...lost,
      'succeeded',
    ])
    expect(await asks()).toStrictEqual([
      ...[allowed, 'action_claimed', 'action_settled failed timeout'],
      ...[allowed, 'action_claimed', 'action_settled succeeded'],
    ])
  })

  test('that was claimed by a worker that died is asked for anew, and nothing was sent under it', async () => {
    const { ports, round, pass, path, asks } = await openReserved('died', calmPolicy)
    const dies: RecoveryPorts = {
      ...ports,
      store: {
        ...ports.store,
        save: (action, change) =>
          change.path.includes('running')
            ? Promise.reject(new Error('killed'))
            : ports.store.save(action, change),
      },
    }
    expect(await round(dies)).toHaveLength(1)
    expect(await path()).toStrictEqual(['reserved'])
    for (let n = 0; n < 2; n += 1) {
      pass(minute)
      expect(await round()).toStrictEqual([])
    }
    expect(await path()).toStrictEqual(['reserved', 'running', 'succeeded'])
    expect(await asks()).toStrictEqual([
      ...[allowed, 'action_claimed', 'action_settled failed not_sent'],
      ...[allowed, 'action_claimed', 'action_settled succeeded'],
    ])
  })

  test('that ran out before it was claimed is asked for anew', async () => {
    const { ports, round, pass, path, asks } = await openReserved('slow', calmPolicy)
    const dies: RecoveryPorts = {
      ...ports,
      gate: { ...ports.gate, claim: () => Promise.reject(new Error('killed')) },
    }
    expect(await round(dies)).toHaveLength(1)
    for (let n = 0; n < 2; n += 1) {
      pass(16 * minute)
      expect(await round()).toStrictEqual([])
    }
    expect(await path()).toStrictEqual(['reserved', 'running', 'succeeded'])
    expect(await asks()).toStrictEqual([allowed, allowed, 'action_claimed', 'action_settled succeeded'])
  })

  test.each([
    ['in time is answered for by the person', 5 * minute, 'action_settled succeeded'],
    ['too late stays unknown at the gate', 20 * minute, undefined],
  ])('whose outcome a person finds out %s', async (name, afterMs, settled) => {
    const { runtime, ports, round, pass, path, asks } = await openReserved(name, calmPolicy, ['lost_answer'])
    const connector = await ports.connectorOf({ accountId: name, platform: 'recorded' } as never)
    if (!connector) throw new Error('there is no connector')
    const capabilities = { ...connector.capabilities, lookUp: false }
    const blind = { ...ports, connectorOf: () => Promise.resolve({ ...connector, capabilities }) }
    await round(blind)
    expect(await path()).toStrictEqual(['reserved', 'running', 'unknown', 'needs_human'])
    pass(afterMs)
    const [action] = await queryDatabase<{ id: string }>(
      database.url,
      `SELECT id FROM recovery_action WHERE account_id = $1`,
      [name],
    )
    const found = { actionId: action?.id ?? '', happened: true, reason: 'It is on the page' }
    expect((await settleAction(runtime, ana, found)).kind).toBe('done')
    expect(await round()).toStrictEqual([])
    expect((await asks()).slice(2)).toStrictEqual(settled === undefined ? [] : [settled])
    const owed = 'SELECT 1 FROM owed_outcome WHERE account_id = $1'
    expect(await queryDatabase(database.url, owed, [name])).toStrictEqual([])
  })
})

describe('a dispatch that is held for approval', () => {
  test('waits for that very ask, and goes once a person has approved it', async () => {
    const { round, pass, path, asks, answer } = await openReserved('approved', careful)
    for (let n = 0; n < 5; n += 1) {
      expect(await round()).toStrictEqual([])
      pass(10 * minute)
    }
    expect(await asks()).toStrictEqual([held])
    await answer(true)
    await round()
    expect(await path()).toStrictEqual(['reserved', 'running', 'succeeded'])
    expect(await asks()).toStrictEqual([
      held,
      'action_approved',
      'action_claimed',
      'action_settled succeeded',
    ])
  })

  test('is called off when a person rejects it, and when nobody answers in time', async () => {
    const rejected = await openReserved('rejected', careful)
    await rejected.round()
    await rejected.answer(false)
    rejected.pass(minute)
    await rejected.round()
    expect(await rejected.path()).toStrictEqual(['reserved', 'cancelled approval_rejected'])
    const expired = await openReserved('expired', careful)
    await expired.round()
    expired.pass(24 * hour)
    await expired.round()
    expect(await expired.path()).toStrictEqual(['reserved', 'cancelled approval_expired'])
    expect(await expired.asks()).toStrictEqual([held])
  })

  test('asks anew under another policy, for nobody can approve it any more', async () => {
    const { runtime, round, pass, path, asks } = await openReserved('policy', careful)
    await round()
    await assignPolicy(runtime, 'policy', calmPolicy)
    for (let n = 0; n < 2; n += 1) {
      pass(minute)
      expect(await round()).toStrictEqual([])
    }
    expect(await path()).toStrictEqual(['reserved', 'running', 'succeeded'])
    expect(await asks()).toStrictEqual([held, allowed, 'action_claimed', 'action_settled succeeded'])
  })
})

describe('stop orders', () => {
  const evaluated = async (accountId: string) => {
    const [row] = await queryDatabase<{ reason: string | null; next_eligible_at: Date | null }>(
      database.url,
      `SELECT reason, evaluation.next_eligible_at FROM evaluation JOIN post ON post.no = post_no
       WHERE account_id = $1 ORDER BY evaluation.no DESC LIMIT 1`,
      [accountId],
    )
    return row
  }

  test.each<[string, Parameters<typeof setStopOrder>[2]['scope']]>([
    ['everything', { kind: 'everything' }],
    ['the account', { kind: 'account', accountId: 'stopped-the account' }],
    ['the platform', { kind: 'platform', platform: 'recorded' }],
    ['recovery itself', { kind: 'agent', agentId: 'autonomous_recovery_executor' }],
    ['its action type', { kind: 'action_type', actionType: 'thread' }],
  ])(
    'on %s: what waits is called off, a post is stopped until the order ends, and no longer',
    async (name, scope) => {
      const accountId = `stopped-${name}`
      const { runtime, round, pass, path } = await openReserved(accountId, calmPolicy)
      const expiresAtMs = noonMs + 10 * minute
      const order = { scope, reason: 'A drill of the stop order', expiresAtMs }
      await setStopOrder(runtime, ana, order)
      await round()
      expect(await path()).toStrictEqual(['reserved', 'cancelled stop_order'])
      pass(10 * minute - 1)
      await stagnate(runtime, accountId, ['p'])
      await evaluateDuePosts(runtime)
      expect(await evaluated(accountId)).toStrictEqual({
        reason: 'stop_order',
        next_eligible_at: new Date(expiresAtMs),
      })
      await queryDatabase(database.url, 'UPDATE post SET next_evaluation_at = $1 WHERE account_id = $2', [
        new Date(expiresAtMs),
        accountId,
      ])
      pass(1)
      await evaluateDuePosts(runtime)
      expect(await evaluated(accountId)).toStrictEqual({ reason: null, next_eligible_at: null })
      await round()
      expect((await path()).slice(2)).toStrictEqual(['reserved', 'running', 'succeeded'])
    },
  )

  test('on another platform, account or action type stop nothing', async () => {
    const { runtime, round, path } = await openReserved('elsewhere', calmPolicy)
    for (const scope of [
      { kind: 'platform', platform: 'mastodon' },
      { kind: 'action_type', actionType: 'comment' },
      { kind: 'agent', agentId: 'writer' },
    ] as const) {
      await setStopOrder(runtime, ana, { scope, reason: 'A drill elsewhere', expiresAtMs: null })
    }
    await round()
    expect(await path()).toStrictEqual(['reserved', 'running', 'succeeded'])
  })
})
