import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { attemptDelivery } from '#lib/services/executors/attempt-delivery.ts'
import { importActions } from '#lib/services/import-actions.ts'
import { pointExecutor } from '#lib/services/executors/point-executor.ts'
import { resendDelivery } from '#lib/services/executors/resend-delivery.ts'
import { resetExecutor } from '#lib/services/executors/reset-executor.ts'
import { testExecutor } from '#lib/services/executors/test-executor.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import {
  attemptRules,
  deliveriesOf,
  lead,
  routedTo,
  settledFacts,
  tripTier,
} from '#tests/support/escalations.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'
import { openRecoveryRuntime } from '#tests/support/recovery-runtime.ts'
import {
  receiverSecret,
  startWebhookReceiver,
  type WebhookReceiver,
} from '#tests/support/webhook-receiver.ts'

let database: TestDatabase
let receiver: WebhookReceiver
let desk: ReturnType<typeof openRecoveryRuntime>
let accounts = 0

beforeAll(async () => {
  database = await createTestDatabase()
  receiver = await startWebhookReceiver()
  desk = openRecoveryRuntime(database.url, Date.now())
})
afterAll(async () => {
  await desk.runtime.close()
  await receiver.stop()
  await database.drop()
})
beforeEach(async () => {
  accounts += 1
  desk.time.nowMs = Date.now()
  await receiver.answers([])
})

const newName = () => `account-${String(accounts)}`
const attempt = (id: string) => attemptDelivery(desk.runtime, id, attemptRules)
const rowOf = async (accountId: string) => (await deliveriesOf(desk.runtime, accountId))[0]
const arrivals = async (id: string) => (await receiver.received()).filter((webhook) => webhook.id === id)

/** An account whose tier 1 goes to an executor of its own at the receiver. */
async function trippedAtReceiver(): Promise<{ accountId: string; name: string; id: string }> {
  const accountId = newName()
  const name = `desk-${accountId}`
  await pointExecutor(desk.runtime, lead, { name, url: receiver.url, secret: receiverSecret })
  return { accountId, name, id: await tripTier(desk.runtime, accountId, routedTo(name)) }
}

test('a transition enters the outbox with its event; a built-in executor accepts it, and the log says so', async () => {
  const accountId = newName()
  const id = await tripTier(desk.runtime, accountId, presets.standard)
  expect(await rowOf(accountId)).toMatchObject({
    executor: 'autonomous_guardian_executor',
    status: 'pending',
    begun: 0,
  })
  expect(await attempt(id)).toBe('routed')
  expect(await attempt(id)).toBeNull()
  const [tier] = await queryDatabase<{ seq: number }>(
    database.url,
    `SELECT seq::int FROM event WHERE stream = $1 AND type = 'tier_changed'`,
    [`account:${accountId}`],
  )
  expect(await settledFacts(database.url, accountId)).toStrictEqual([
    {
      escalationSeq: tier?.seq,
      deliveryId: id,
      executor: 'autonomous_guardian_executor',
      outcome: 'routed',
      attempts: 1,
      detail: 'Edits paced, one per 1 min 15 s',
    },
  ])
  await readSoundStream(database.url, `account:${accountId}`)
})

test('a webhook gets a signed CloudEvent of the escalation', async () => {
  const { accountId, name, id } = await trippedAtReceiver()
  expect(await attempt(id)).toBe('routed')
  const [webhook, ...more] = await arrivals(id)
  expect(more).toStrictEqual([])
  expect(webhook).toMatchObject({ isSigned: true, type: 'interlock.escalation', status: 204 })
  expect(JSON.parse(webhook?.body ?? '')).toMatchObject({
    specversion: '1.0',
    id,
    source: 'interlock',
    subject: accountId,
    datacontenttype: 'application/json',
    data: {
      accountId,
      from: 'none',
      tier: 'tier_1',
      action: 'route_to_autonomous_executor',
      executor: name,
      riskClass: 'medium',
      velocity: { windowMinutes: 15, actionCount: 12, actionsPerMinute: 0.8, thresholdActionsPerMinute: 0.8 },
      actionId: 'edit-11',
      agentId: 'writer',
    },
  })
  expect(await settledFacts(database.url, accountId)).toMatchObject([
    { outcome: 'routed', detail: 'Answered 204' },
  ])
})

test('a failed delivery is tried again when its time has come, with the same id', async () => {
  const { accountId, id } = await trippedAtReceiver()
  await receiver.answers([503, 500, 0])
  expect(await attempt(id)).toBe('pending')
  expect((await rowOf(accountId))?.due_ms).toBe(desk.time.nowMs + 5000)
  expect(await attempt(id)).toBeNull()
  for (const waitMs of [5000, 10_000]) {
    desk.time.nowMs += waitMs
    expect(await attempt(id)).toBe('pending')
  }
  desk.time.nowMs += 20_000
  expect(await attempt(id)).toBe('routed')
  expect((await arrivals(id)).map(({ status, isSigned }) => [status, isSigned])).toStrictEqual([
    [503, true],
    [500, true],
    [0, true],
    [204, true],
  ])
  expect(new Set((await arrivals(id)).map(({ body }) => body)).size).toBe(1)
  const attempts = await queryDatabase(
    database.url,
    'SELECT n, result, http_status, error_code, detail FROM delivery_attempt WHERE delivery_id = $1 ORDER BY n',
    [id],
  )
  expect(attempts).toStrictEqual([
    { n: 1, result: 'failed', http_status: 503, error_code: null, detail: 'Answered 503' },
    { n: 2, result: 'failed', http_status: 500, error_code: null, detail: 'Answered 500' },
    {
      n: 3,
      result: 'failed',
      http_status: null,
      error_code: 'network_error',
      detail: 'The connection broke before an answer',
    },
    { n: 4, result: 'accepted', http_status: 204, error_code: null, detail: 'Answered 204' },
  ])
  expect(await settledFacts(database.url, accountId)).toMatchObject([{ outcome: 'routed', attempts: 4 }])
})

test('after the last attempt it has failed; sent again later it is routed, with a fact of its own', async () => {
  const { accountId, id } = await trippedAtReceiver()
  await receiver.answers([], 503)
  let status = await attempt(id)
  while (status === 'pending') {
    desk.time.nowMs = (await rowOf(accountId))?.due_ms ?? 0
    status = await attempt(id)
  }
  expect(status).toBe('delivery_failed')
  expect((await arrivals(id)).length).toBe(14)
  const ana = { id: 'id-ana', name: 'Ana Ruiz', role: 'reviewer' } as const
  await resendDelivery(desk.runtime, ana, id)
  expect(await attempt(id)).toBe('delivery_failed')
  expect(await settledFacts(database.url, accountId)).toMatchObject([
    { outcome: 'delivery_failed', attempts: 14, detail: 'Answered 503; failed after 14 attempts' },
  ])
  await receiver.answers([])
  await resendDelivery(desk.runtime, ana, id)
  expect(await attempt(id)).toBe('routed')
  expect(await settledFacts(database.url, accountId)).toMatchObject([
    { outcome: 'delivery_failed' },
    { outcome: 'routed', attempts: 16 },
  ])
  const by = await queryDatabase<{ n: number; by_name: string | null }>(
    database.url,
    'SELECT n, by_name FROM delivery_attempt WHERE delivery_id = $1 AND n > 13 ORDER BY n',
    [id],
  )
  expect(by).toStrictEqual([
    { n: 14, by_name: null },
    { n: 15, by_name: 'Ana Ruiz' },
    { n: 16, by_name: 'Ana Ruiz' },
  ])
  expect(new Set((await arrivals(id)).map((webhook) => webhook.id)).size).toBe(1)
  await readSoundStream(database.url, `account:${accountId}`)
})

test('a viewer sends nothing again', async () => {
  const { id } = await trippedAtReceiver()
  const viewer = { id: 'v', name: 'V', role: 'viewer' } as const
  await expect(resendDelivery(desk.runtime, viewer, id)).rejects.toThrow(/reviewer/)
  await expect(resendDelivery(desk.runtime, lead, 'nothing')).rejects.toThrow(/no delivery nothing/)
})

test.each([400, 401, 404, 410, 422, 302])(
  '%i is refused for good: nothing is gained by repeating',
  async (status) => {
    const { accountId, id } = await trippedAtReceiver()
    await receiver.answers([status])
    expect(await attempt(id)).toBe('delivery_failed')
    expect((await arrivals(id)).length).toBe(1)
    expect(await settledFacts(database.url, accountId)).toMatchObject([
      {
        outcome: 'delivery_failed',
        attempts: 1,
        detail: `Answered ${String(status)}; failed after 1 attempt`,
      },
    ])
  },
)

test.each([408, 425, 429])('%i asks for patience', async (status) => {
  const { id } = await trippedAtReceiver()
  await receiver.answers([status])
  expect(await attempt(id)).toBe('pending')
})

test('a Retry-After is heeded', async () => {
  const { accountId, id } = await trippedAtReceiver()
  await receiver.answers([{ status: 429, retryAfter: '120' }])
  expect(await attempt(id)).toBe('pending')
  expect((await rowOf(accountId))?.due_ms).toBe(desk.time.nowMs + 120_000)
  desk.time.nowMs += 119_999
  expect(await attempt(id)).toBeNull()
  desk.time.nowMs += 1
  expect(await attempt(id)).toBe('routed')
})

test('nobody registered is said at once; registered later, it is sent again', async () => {
  const accountId = newName()
  const name = `unknown-${accountId}`
  const id = await tripTier(desk.runtime, accountId, routedTo(name))
  expect(await attempt(id)).toBe('no_handler')
  expect(await settledFacts(database.url, accountId)).toMatchObject([
    { outcome: 'no_handler', attempts: 0, detail: `Nobody is registered as ${name}` },
  ])
  await pointExecutor(desk.runtime, lead, { name, url: receiver.url, secret: receiverSecret })
  await resendDelivery(desk.runtime, lead, id)
  expect(await attempt(id)).toBe('routed')
  expect((await settledFacts(database.url, accountId)).map(({ outcome }) => outcome)).toStrictEqual([
    'no_handler',
    'routed',
  ])
})

test('pointed elsewhere while it is pending, it goes there', async () => {
  const { accountId, name, id } = await trippedAtReceiver()
  const other = await startWebhookReceiver()
  await receiver.answers([503])
  expect(await attempt(id)).toBe('pending')
  await pointExecutor(desk.runtime, lead, { name, url: other.url, secret: null })
  desk.time.nowMs += 5000
  expect(await attempt(id)).toBe('routed')
  expect(await other.received()).toMatchObject([{ id, isSigned: true }])
  await other.stop()
  expect((await settledFacts(database.url, accountId)).length).toBe(1)
})

test('of two workers with one delivery both may send it, and one settles it', async () => {
  const { accountId, id } = await trippedAtReceiver()
  const other = openRecoveryRuntime(database.url, desk.time.nowMs)
  await receiver.answers(['held', 'held'])
  const patient = { ...attemptRules, timeoutMs: 60_000 }
  const both = [desk.runtime, other.runtime].map((runtime) => attemptDelivery(runtime, id, patient))
  await expect.poll(async () => (await arrivals(id)).length, { timeout: 60_000 }).toBe(2)
  await receiver.answers([])
  expect(await Promise.all(both)).toStrictEqual(['routed', 'routed'])
  await other.runtime.close()
  expect((await settledFacts(database.url, accountId)).length).toBe(1)
  expect(await rowOf(accountId)).toMatchObject({ status: 'routed', begun: 2, due_ms: null })
  await readSoundStream(database.url, `account:${accountId}`)
})

test('a failure that comes late takes back neither the acceptance of another worker nor its time', async () => {
  const { accountId, id } = await trippedAtReceiver()
  await receiver.answers(['never'])
  const late = attemptDelivery(desk.runtime, id, { ...attemptRules, timeoutMs: 3000 })
  await expect.poll(async () => (await arrivals(id)).length, { timeout: 60_000 }).toBe(1)
  expect(await attempt(id)).toBe('routed')
  expect(await late).toBe('pending')
  expect(await rowOf(accountId)).toMatchObject({ status: 'routed', due_ms: null })
})

test('what somebody asks for while an attempt is under way is not forgotten with it', async () => {
  const { accountId, id } = await trippedAtReceiver()
  await receiver.answers(['held'])
  const first = attemptDelivery(desk.runtime, id, { ...attemptRules, timeoutMs: 60_000 })
  await expect.poll(async () => (await arrivals(id)).length, { timeout: 60_000 }).toBe(1)
  await resendDelivery(desk.runtime, lead, id)
  await receiver.answers([])
  expect(await first).toBe('routed')
  expect((await rowOf(accountId))?.due_ms).toBe(desk.time.nowMs)
  expect(await attempt(id)).toBe('routed')
  expect((await arrivals(id)).length).toBe(2)
  expect(await rowOf(accountId)).toMatchObject({ status: 'routed', due_ms: null })
})

test('a worker that dies after the receiver has accepted leaves it due; it arrives again with its id', async () => {
  const { accountId, id } = await trippedAtReceiver()
  const dead = openRecoveryRuntime(database.url, desk.time.nowMs)
  // The answer is lost with the process: the pool is gone before the outcome can be written.
  const dying = attemptDelivery({ ...dead.runtime, clock: () => desk.time.nowMs }, id, {
    ...attemptRules,
    random: () => {
      throw new Error('killed')
    },
  })
  await expect(dying).rejects.toThrow('killed')
  await dead.runtime.close()
  expect(await rowOf(accountId)).toMatchObject({ status: 'pending', begun: 1 })
  expect(await settledFacts(database.url, accountId)).toStrictEqual([])
  expect(await attempt(id)).toBe('routed')
  expect((await arrivals(id)).map(({ status }) => status)).toStrictEqual([204, 204])
  expect(await settledFacts(database.url, accountId)).toMatchObject([{ outcome: 'routed', attempts: 2 }])
})

test('what kills its worker each time comes to an end', async () => {
  const { accountId, id } = await trippedAtReceiver()
  await desk.runtime.database.reads.query('UPDATE delivery SET begun = 14 WHERE id = $1', [id])
  expect(await attempt(id)).toBe('delivery_failed')
  expect(await arrivals(id)).toStrictEqual([])
  expect((await rowOf(accountId))?.detail).toMatch(/^No answer was recorded/)
})

test('in shadow mode the delivery is recorded and never sent', async () => {
  const accountId = newName()
  const id = await tripTier(desk.runtime, accountId, { ...routedTo('anybody'), mode: 'shadow' })
  expect(await rowOf(accountId)).toMatchObject({ status: 'shadow', due_ms: null, executor: 'anybody' })
  expect(await attempt(id)).toBeNull()
  await expect(resendDelivery(desk.runtime, lead, id)).rejects.toThrow(/shadow/)
  expect(await settledFacts(database.url, accountId)).toStrictEqual([])
})

test('a recorded history dispatches nothing', async () => {
  const accountId = newName()
  const actions = Array.from({ length: 20 }, (_, n) => ({
    occurredAt: desk.time.nowMs - 60_000 + n * 1000,
    accountId,
    agentId: 'writer',
    actionType: 'edit',
    targetId: `post-${String(n)}`,
  }))
  async function* lines() {
    for (const action of actions) yield await Promise.resolve(action)
  }
  await importActions(desk.runtime, lines(), { policy: presets.standard })
  const types = (await readSoundStream(database.url, `account:${accountId}`)).map(({ type }) => type)
  expect(types).toContain('tier_changed')
  expect(await deliveriesOf(desk.runtime, accountId)).toStrictEqual([])
})

test('an account that cannot be reached is tried again, and says why', async () => {
  const { accountId, name, id } = await trippedAtReceiver()
  const gone = await startWebhookReceiver()
  await gone.stop()
  await pointExecutor(desk.runtime, lead, { name, url: gone.url, secret: null })
  expect(await attempt(id)).toBe('pending')
  const [row] = await queryDatabase(
    database.url,
    'SELECT http_status, error_code, detail FROM delivery_attempt WHERE delivery_id = $1',
    [id],
  )
  expect(row).toStrictEqual({
    http_status: null,
    error_code: 'connection_refused',
    detail: 'The connection was refused',
  })
  expect((await rowOf(accountId))?.status).toBe('pending')
})

test('pointing is a lead’s, is recorded without the secret, and shows a new secret once', async () => {
  const name = `told-${newName()}`
  const reviewer = { ...lead, role: 'reviewer' } as const
  const input = { name, url: `${receiver.url}?token=hidden`, secret: null }
  await expect(pointExecutor(desk.runtime, reviewer, input)).rejects.toThrow(/Only a lead/)
  const { secret } = await pointExecutor(desk.runtime, lead, input)
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(await pointExecutor(desk.runtime, lead, input)).toStrictEqual({ secret: null })
  await resetExecutor(desk.runtime, lead, name)
  await expect(resetExecutor(desk.runtime, lead, name)).rejects.toThrow(/pointed at no webhook/)
  const events = (await readSoundStream(database.url, 'organisation')).filter(({ body }) =>
    body.includes(name),
  )
  expect(events.map(({ type }) => type)).toStrictEqual([
    'executor_pointed',
    'executor_pointed',
    'executor_reset',
  ])
  const logged = events.map(({ body }) => body).join('')
  expect(logged).toContain(lead.name)
  expect(logged).not.toContain('whsec_')
  expect(logged).not.toContain('hidden')
  const [stored] = await queryDatabase<{ executors: string }>(
    database.url,
    'SELECT json_agg(executor)::text AS executors FROM executor',
  )
  expect(stored?.executors).not.toContain('whsec_')
})

test('a test delivery says what came back and how long it took', async () => {
  const { name } = await trippedAtReceiver()
  const answered = await testExecutor(desk.runtime, lead, name)
  expect(answered).toMatchObject({ isAccepted: true, answer: 'Answered 204' })
  expect(answered.tookMs).toBeGreaterThanOrEqual(0)
  expect((await receiver.received()).at(-1)).toMatchObject({ type: 'interlock.test', isSigned: true })
  await receiver.answers([500])
  expect(await testExecutor(desk.runtime, lead, name)).toMatchObject({
    isAccepted: false,
    answer: 'Answered 500',
  })
  await expect(testExecutor(desk.runtime, lead, 'nobody')).rejects.toThrow(/pointed at no webhook/)
})
