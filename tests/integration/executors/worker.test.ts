import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Worker, startWorker } from '#lib/jobs/start-worker.ts'
import { openDeliveryQueue } from '#lib/jobs/delivery-queue.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { dueDeliveries } from '#lib/services/executors/due-deliveries.ts'
import { pointExecutor } from '#lib/services/executors/point-executor.ts'
import { resendDelivery } from '#lib/services/executors/resend-delivery.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { deliveriesOf, lead, routedTo, settledFacts, tripTier } from '#tests/support/escalations.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'
import { openRecoveryRuntime } from '#tests/support/recovery-runtime.ts'
import {
  receiverSecret,
  startWebhookReceiver,
  type WebhookReceiver,
} from '#tests/support/webhook-receiver.ts'

let database: TestDatabase
let receiver: WebhookReceiver
let runtime: ReturnType<typeof openRecoveryRuntime>['runtime']
let workers: Worker[] = []
const failures: unknown[] = []

beforeAll(async () => {
  receiver = await startWebhookReceiver()
})
beforeEach(async () => {
  database = await createTestDatabase()
  ;({ runtime } = openRecoveryRuntime(database.url, Date.now()))
  runtime = { ...runtime, clock: Date.now }
  await pointExecutor(runtime, lead, { name: 'desk', url: receiver.url, secret: receiverSecret })
  await receiver.answers([])
})
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  workers = []
  await runtime.close()
  await database.drop()
  expect(failures.splice(0)).toStrictEqual([])
})
afterAll(() => receiver.stop())

const work = (rules = { firstWaitMs: 200, leaseSeconds: 4 }) => {
  const own = { ...runtime, databaseUrl: database.url, deliveryRules: rules }
  workers.push(startWorker(own, (error) => failures.push(error)))
}
const until = (accountId: string, status: string) =>
  expect
    .poll(async () => (await deliveriesOf(runtime, accountId))[0]?.status, {
      timeout: 240_000,
      interval: 200,
    })
    .toBe(status)
const arrivals = async (id: string) => (await receiver.received()).filter((webhook) => webhook.id === id)

test('two workers take every delivery to its executor, each settled once', async () => {
  await receiver.answers([503, 503, 503, 503])
  const accountIds = Array.from({ length: 12 }, (_, n) => `account-${String(n)}`)
  const policies = [routedTo('desk'), presets.seed, routedTo('nobody')] as const
  for (const [n, accountId] of accountIds.entries()) await tripTier(runtime, accountId, policies[n % 3])
  work()
  work()
  for (const [n, accountId] of accountIds.entries()) {
    await until(accountId, n % 3 === 2 ? 'no_handler' : 'routed')
    expect((await settledFacts(database.url, accountId)).length).toBe(1)
    await readSoundStream(database.url, `account:${accountId}`)
    const [row] = await deliveriesOf(runtime, accountId)
    if (n % 3 === 0) expect((await arrivals(row?.id ?? '')).map(({ status }) => status)).toContain(204)
  }
})

test('what a dead worker held comes back when its lease is over', async () => {
  const id = await tripTier(runtime, 'held', routedTo('desk'))
  const onFailure = (error: unknown) => failures.push(error)
  const dead = await openDeliveryQueue(database.url, { leaseSeconds: 4, superviseSeconds: 1, onFailure })
  await dead.put(await dueDeliveries(runtime))
  await dead.put(await dueDeliveries(runtime))
  expect(await dead.take(10, [])).toStrictEqual([{ deliveryId: id, executor: 'desk', retryCount: 0 }])
  expect(await dead.take(10, [])).toStrictEqual([])
  await dead.close()
  work()
  await until('held', 'routed')
  expect((await arrivals(id)).length).toBe(1)
})

test('what worker after worker could not do is given up, and can be sent again', async () => {
  const id = await tripTier(runtime, 'cursed', routedTo('desk'))
  const onFailure = (error: unknown) => failures.push(error)
  const queue = await openDeliveryQueue(database.url, { leaseSeconds: 4, superviseSeconds: 1, onFailure })
  await queue.put(await dueDeliveries(runtime))
  await queryDatabase(database.url, 'UPDATE pgboss.job SET retry_count = retry_limit WHERE id = $1', [id])
  const [job] = await queue.take(1, [])
  if (!job) throw new Error('nothing was taken')
  await queue.failed(job, new Error('it broke'))
  await queue.close()
  work()
  await until('cursed', 'delivery_failed')
  expect(await settledFacts(database.url, 'cursed')).toMatchObject([
    { outcome: 'delivery_failed', detail: expect.stringMatching(/^Given up: 21 workers/) as unknown },
  ])
  await resendDelivery(runtime, lead, id)
  await until('cursed', 'routed')
  expect((await arrivals(id)).length).toBe(1)
})

test('an executor that hangs keeps no other waiting', async () => {
  const hanging = await startWebhookReceiver(0, 'never')
  onTestFinished(() => hanging.stop())
  await pointExecutor(runtime, lead, { name: 'hanging', url: hanging.url, secret: receiverSecret })
  for (let n = 0; n < 20; n += 1) await tripTier(runtime, `stuck-${String(n)}`, routedTo('hanging'))
  work({ firstWaitMs: 5000, leaseSeconds: 60 })
  await expect.poll(async () => (await hanging.received()).length, { timeout: 240_000 }).toBeGreaterThan(7)
  const id = await tripTier(runtime, 'quick', routedTo('desk'))
  await until('quick', 'routed')
  // Otherwise the quick one has to wait until one of those before it is given up.
  const endedBefore = await queryDatabase(
    database.url,
    `SELECT 1 FROM delivery_attempt AS stuck, delivery_attempt AS quick
     WHERE quick.delivery_id = $1 AND stuck.delivery_id <> $1 AND stuck.ended_at <= quick.started_at`,
    [id],
  )
  expect(endedBefore).toStrictEqual([])
})
