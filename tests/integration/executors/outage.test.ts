import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#bin/setup/postgres/cluster-settings.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import { pointExecutor } from '#lib/services/executors/point-executor.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { lead } from '#tests/support/escalations.ts'
import { calmPolicy, openAccount } from '#tests/support/gate-runtime.ts'
import { type GateServer, killGateServer, startGateServer } from '#tests/support/gate-server.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'
import { openRecoveryRuntime, testSecret } from '#tests/support/recovery-runtime.ts'
import { type RunningInterlock, startInterlock } from '#tests/support/running-interlock.ts'
import {
  receiverSecret,
  startWebhookReceiver,
  type WebhookReceiver,
} from '#tests/support/webhook-receiver.ts'

/** How long the webhook is down; 300 is the promise that is made, and then the schedule is the real one. */
const downSeconds = Number(process.env.INTERLOCK_TEST_OUTAGE_SECONDS ?? 20)
const isReal = downSeconds >= 60
const schedule: Record<string, string> = isReal
  ? {}
  : { INTERLOCK_DELIVERY_FIRST_WAIT_MS: '250', INTERLOCK_DELIVERY_LEASE_SECONDS: '4' }
const everySettledMs = isReal ? 20 * 60_000 : 3 * 60_000
const accountIds = Array.from({ length: 40 }, (_, n) => `outage-${String(n)}`)
/** 12 of them trip tier 1 and 15 tier 2; tier 3 is out of reach, so that each account dispatches twice. */
const edits = 16

let database: TestDatabase
let gate: GateServer
let receiver: WebhookReceiver | null = null
let worker: RunningInterlock | null = null
beforeAll(async () => {
  database = await createTestDatabase()
  gate = await startGateServer(database.url)
})
afterAll(async () => {
  await worker?.kill()
  await receiver?.stop()
  await killGateServer(gate)
  await database.drop()
})

test(
  `a webhook down for ${String(downSeconds)} s and a worker killed twice: every dispatch arrives with its id, none is lost`,
  async () => {
    const [hookPort, workerPort] = [await freePort(), await freePort()]
    const token = await prepare(`http://127.0.0.1:${String(hookPort)}/hook`)
    const startWorker = () =>
      startInterlock(workerPort, {
        DATABASE_URL: database.url,
        INTERLOCK_SECRET: testSecret,
        INTERLOCK_ROLE: 'worker',
        LOG_LEVEL: 'error',
        ...schedule,
      })
    worker = await startWorker()
    const downMs = downSeconds * 1000
    const startedMs = Date.now()
    const traffic = escalateAll(token, downMs * 0.8)
    let kills = 0
    const killWorker = async () => {
      await worker?.kill()
      kills += 1
      expect(await count(`status = 'pending'`), 'the kill finds deliveries under way').toBeGreaterThan(0)
      worker = await startWorker()
    }

    // Nobody listens: the connection is refused.
    await sleep(downMs * 0.3)
    await killWorker()
    await sleep(Math.max(0, startedMs + downMs * 0.5 - Date.now()))
    // Somebody listens and never answers: the worker dies in the middle of attempts. Then somebody is not ready.
    receiver = await startWebhookReceiver(hookPort, 'never')
    await sleep(downMs * 0.2)
    await killWorker()
    await receiver.answers([], 503)
    await sleep(Math.max(0, startedMs + downMs - Date.now()))
    await traffic
    await receiver.answers([])
    const upAgainMs = Date.now()
    await expect.poll(() => count(`status = 'pending'`), { timeout: everySettledMs, interval: 500 }).toBe(0)

    const settledAfterS = Math.round((Date.now() - upAgainMs) / 1000)
    const figures = { downSeconds: Math.round((upAgainMs - startedMs) / 1000), kills, settledAfterS }
    process.stdout.write(`${JSON.stringify({ ...figures, ...(await checkAll(receiver)) })}\n`)
    expect(worker.output()).not.toContain('whsec_')
  },
  everySettledMs + downSeconds * 1000 + 120_000,
)

/** Opens the accounts and points their executor at the webhook; answers with an agent's key. */
async function prepare(url: string): Promise<string> {
  const { runtime } = openRecoveryRuntime(database.url, Date.now())
  const { tiers } = presets.seed.velocity
  const policy: Policy = {
    ...presets.seed,
    velocity: {
      counts: 'attempted',
      tiers: {
        tier_1: { ...tiers.tier_1, executor: 'desk' },
        tier_2: { ...tiers.tier_2, executor: 'desk' },
        tier_3: calmPolicy.velocity.tiers.tier_3,
      },
    },
  }
  for (const accountId of accountIds) await openAccount(runtime, accountId, policy)
  await pointExecutor(runtime, lead, { name: 'desk', url, secret: receiverSecret })
  const { token } = await createKey(runtime, { agentId: 'writer', accountIds: null, expiresAtMs: null })
  await runtime.close()
  return token
}

/** Lets an agent act through the gate, account after account, evenly over a time. */
async function escalateAll(token: string, forMs: number): Promise<void> {
  const startedMs = Date.now()
  for (const [index, accountId] of accountIds.entries()) {
    for (let n = 0; n < edits; n += 1) await ask(token, accountId, `edit-${String(n)}`)
    await sleep(Math.max(0, startedMs + (forMs * (index + 1)) / accountIds.length - Date.now()))
  }
}

async function ask(token: string, accountId: string, actionId: string): Promise<void> {
  const response = await fetch(`${gate.url}/api/v1/actions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ accountId, actionId, type: 'edit', target: { id: 'post' }, parameters: {} }),
  })
  expect(response.status).toBe(200)
}

async function count(condition: string): Promise<number> {
  const [row] = await queryDatabase<{ n: number }>(
    database.url,
    `SELECT count(*)::int AS n FROM delivery WHERE ${condition}`,
  )
  return row?.n ?? 0
}

interface Routed {
  readonly id: string
  readonly status: string
}

/** Holds log, rows and arrivals against each other. */
async function checkAll(at: WebhookReceiver) {
  const received = await at.received()
  const accepted = new Set(received.filter(({ status }) => status === 204).map(({ id }) => id))
  expect(received.filter(({ isSigned }) => !isSigned)).toStrictEqual([])
  let dispatches = 0
  for (const accountId of accountIds) {
    const log = await readSoundStream(database.url, `account:${accountId}`)
    const routes = log.filter(
      ({ type, body }) => type === 'tier_changed' && body.includes('"executor":"desk"'),
    )
    expect(routes.length).toBe(2)
    const rows = await queryDatabase<Routed & { seq: number }>(
      database.url,
      'SELECT id, status, escalation_seq::int AS seq FROM delivery WHERE account_id = $1 ORDER BY seq',
      [accountId],
    )
    expect(rows.map(({ seq, status }) => [seq, status])).toStrictEqual(
      routes.map(({ seq }) => [seq, 'routed']),
    )
    expect(rows.filter(({ id }) => !accepted.has(id))).toStrictEqual([])
    const facts = log
      .filter(({ type }) => type === 'escalation_settled')
      .map(({ body }) => JSON.parse(body) as object)
    expect(facts.length).toBe(2)
    for (const { id: deliveryId, seq: escalationSeq } of rows) {
      expect(facts).toContainEqual(expect.objectContaining({ deliveryId, escalationSeq, outcome: 'routed' }))
    }
    dispatches += rows.length
  }
  expect(accepted.size).toBe(dispatches)
  const [attempts] = await queryDatabase<{ n: number; begun: number }>(
    database.url,
    'SELECT (SELECT count(*)::int FROM delivery_attempt) AS n, (SELECT sum(begun)::int FROM delivery) AS begun',
  )
  const arrivals = received.filter(({ status }) => status === 204).length
  return { dispatches, arrivals, attempts: attempts?.n, cutOff: (attempts?.begun ?? 0) - (attempts?.n ?? 0) }
}
