import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/engine/guard/commands.ts'
import type { RecoveryMoved } from '#lib/engine/guard/fact-events.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { connectPlatform } from '#lib/services/recovery/connect-platform.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { runAccountCommand } from '#lib/services/run-account-command.ts'
import { setStopOrder } from '#lib/services/stop-orders/set-stop-order.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ask, calmPolicy, openAccount } from '#tests/support/gate-runtime.ts'
import { type PlatformStub, startPlatformStub, stubSecret } from '#tests/support/platform-stub.ts'
import { countDeadlocks, queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'
import { openRecoveryRuntime, stagnate } from '#tests/support/recovery-runtime.ts'
import { startRecoveryWorker } from '#tests/support/recovery-worker.ts'

const queued = 50
/** Accounts of each kind; each is stopped at a moment of its own. */
const trials = 6
const everySettledMs = 60_000
const lead: Actor = { id: 'lead', name: 'Lead', role: 'lead', reauthenticatedAtMs: Date.now() }

const recovery = { ...presets.standard.recovery, accountActionsPerHour: null }
const calm: Policy = { ...calmPolicy, recovery }
/** Recovery asks the gate once in 82 s: what waits for its turn must not wait to be called off. */
const paced: Policy = { ...presets.standard, recovery }
const rate = { windowMinutes: 1, actionsPerMinute: 120 }
/** 120 actions in a minute lock it out at once: no lower tier needs fewer. */
const quick: Policy = {
  ...calm,
  velocity: {
    counts: 'attempted',
    tiers: {
      tier_1: { ...rate, executor: 'autonomous_guardian_executor' },
      tier_2: { ...rate, executor: 'autonomous_recovery_executor' },
      tier_3: rate,
    },
  },
}

let database: TestDatabase
let stub: PlatformStub
let runtime: ReturnType<typeof openRecoveryRuntime>['runtime']
const workers: ChildProcess[] = []
/** Where each stopped account's log ended once the order was acknowledged. */
const stoppedAfterSeq = new Map<string, number>()

const names = (kind: string) => Array.from({ length: trials }, (_, n) => `${kind}-${String(n)}`)
const kinds = { byHand: names('by-hand'), byVelocity: names('by-velocity'), byOrder: names('by-order') }

async function openQueued(accountId: string, policy: Policy): Promise<void> {
  await openAccount(runtime, accountId, policy)
  await connectPlatform(runtime, {
    accountId,
    platform: 'hook',
    connector: 'webhook',
    credential: { url: `${stub.url}/careless`, secret: stubSecret, lookUp: true },
    templates: {},
  })
  const posts = Array.from({ length: queued }, (_, n) => `${accountId}-${String(n)}`)
  await stagnate(runtime, accountId, posts, 0, 'hook')
}

async function burst(accountId: string): Promise<void> {
  const asked = { accountId, agentId: 'writer', type: 'edit', parameters: {}, origin: 'agent' } as const
  await Promise.all(
    Array.from({ length: 130 }, (_, n) =>
      ask(runtime, { ...asked, actionId: `burst-${String(n)}`, target: { id: `t-${String(n)}` } }),
    ),
  )
}

async function order(accountId: string, expiresAtMs: number | null): Promise<void> {
  const scope = { kind: 'account', accountId } as const
  await setStopOrder(runtime, lead, { scope, reason: 'A drill of the stop order', expiresAtMs })
  const [last] = await queryDatabase<{ seq: number }>(
    database.url,
    'SELECT max(seq)::int AS seq FROM event WHERE stream = $1',
    [`account:${accountId}`],
  )
  stoppedAfterSeq.set(accountId, last?.seq ?? 0)
}

async function unsettled(): Promise<number> {
  const [row] = await queryDatabase<{ actions: number }>(
    database.url,
    `SELECT count(*)::int AS actions FROM recovery_action
     WHERE status IN ('reserved', 'running', 'unknown', 'retry_scheduled')`,
  )
  return row?.actions ?? 0
}

beforeAll(async () => {
  database = await createTestDatabase()
  stub = await startPlatformStub()
  runtime = openRecoveryRuntime(database.url, Date.now()).runtime
  for (const accountId of kinds.byHand) await openQueued(accountId, calm)
  for (const [n, accountId] of kinds.byOrder.entries()) await openQueued(accountId, n % 2 ? calm : paced)
  for (const accountId of kinds.byVelocity) await openQueued(accountId, quick)
  expect((await evaluateDuePosts(runtime)).reserved).toBe(3 * trials * queued)
  workers.push(startRecoveryWorker(database.url), startRecoveryWorker(database.url))
  while (Object.keys(await stub.effects()).length === 0) await pause(50)
  const someTime = () => pause(Math.random() * 3000)
  const lockOut = { type: 'lock_out_account', actor: lead, reason: 'A drill of the kill switch' } as const
  await Promise.all([
    ...kinds.byHand.map((accountId) => someTime().then(() => runAccountCommand(runtime, accountId, lockOut))),
    ...kinds.byVelocity.map((accountId) => someTime().then(() => burst(accountId))),
    ...kinds.byOrder.map((accountId, n) =>
      someTime().then(() => order(accountId, n % 2 === 0 ? Date.now() + 600_000 : null)),
    ),
  ])
  const untilMs = Date.now() + everySettledMs
  while ((await unsettled()) > 0 && Date.now() < untilMs) await pause(200)
  for (const worker of workers) {
    worker.kill()
    await once(worker, 'close')
  }
}, 200_000)
afterAll(async () => {
  stub.child.kill()
  await runtime.close()
  await database.drop()
})

/** The account's actions, its log, and which keys had their effect on the platform. */
async function came(accountId: string) {
  const actions = await queryDatabase<{
    id: string
    status: string
    lockout_id: string | null
    key: string
    attempts: number
    cause: string | null
  }>(
    database.url,
    `SELECT id, status, lockout_id, idempotency_key AS key, (life ->> 'attempts')::int AS attempts,
        (SELECT cause FROM recovery_step WHERE action_id = action.id ORDER BY n DESC LIMIT 1) AS cause
     FROM recovery_action AS action WHERE account_id = $1 ORDER BY id`,
    [accountId],
  )
  const log = await readSoundStream(database.url, `account:${accountId}`)
  const begun = log.filter(
    ({ type, body }) =>
      type === 'recovery_moved' && (JSON.parse(body) as RecoveryMoved).path.includes('running'),
  )
  const effects = await stub.effects()
  const cancelled = actions.filter(({ status }) => status === 'cancelled')
  expect(actions).toHaveLength(queued)
  expect(actions.filter(({ status }) => status !== 'succeeded')).toStrictEqual(cancelled)
  expect(actions.filter(({ key }) => (effects[key] ?? 0) > 0).map(({ status }) => status)).toStrictEqual(
    Array.from({ length: queued - cancelled.length }, () => 'succeeded'),
  )
  expect(begun).toHaveLength(queued - cancelled.length)
  expect(cancelled.filter(({ attempts }) => attempts > 0)).toStrictEqual([])
  return { cancelled, log, begun }
}

describe('with fifty actions queued and two workers at it', () => {
  test.each([...kinds.byHand, ...kinds.byVelocity])(
    'a lockout, %s: none is dispatched after it, each is cancelled with it',
    async (accountId) => {
      const { cancelled, log, begun } = await came(accountId)
      const opened = log.find(({ type }) => type === 'lockout_opened')
      const lockoutId = (JSON.parse(opened?.body ?? '{}') as { lockoutId?: string }).lockoutId
      expect(lockoutId).toBeDefined()
      const after = (seq: number) => seq > (opened?.seq ?? 0)
      expect(begun.filter(({ seq }) => after(seq))).toStrictEqual([])
      expect(log.filter(({ type, seq }) => type === 'action_claimed' && after(seq))).toStrictEqual([])
      expect(cancelled.filter(({ lockout_id }) => lockout_id !== lockoutId)).toStrictEqual([])
    },
  )

  test.each(kinds.byOrder)(
    'a stop order, %s: no grant is claimed after it, each is called off',
    async (accountId) => {
      const { cancelled, log } = await came(accountId)
      const lastSeq = stoppedAfterSeq.get(accountId) ?? 0
      expect(log.filter(({ type, seq }) => type === 'action_claimed' && seq > lastSeq)).toStrictEqual([])
      expect(cancelled.filter(({ cause }) => cause !== 'stop_order')).toStrictEqual([])
    },
  )

  test('recovery and the gate never waited for each other crosswise', async () => {
    expect(await countDeadlocks(database.url)).toBe(0)
  })

  test('the moments were such that some had begun and some had not', async () => {
    const [row] = await queryDatabase<{ done: number; off: number }>(
      database.url,
      `SELECT count(*) FILTER (WHERE status = 'succeeded')::int AS done,
          count(*) FILTER (WHERE status = 'cancelled')::int AS off FROM recovery_action`,
    )
    process.stdout.write(`${JSON.stringify(row)}\n`)
    expect(row?.done).toBeGreaterThan(0)
    expect(row?.off).toBeGreaterThan((trials * queued) / 2)
  })
})
