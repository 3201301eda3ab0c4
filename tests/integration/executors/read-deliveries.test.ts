import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  deliveriesViewSchema,
  deliveryQuerySchema,
  deliveryViewSchema,
} from '#lib/contracts/views/deliveries-view.ts'
import { executorsViewSchema } from '#lib/contracts/views/executors-view.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { type ConsoleContext, createConsoleContext } from '#lib/services/console/console-context.ts'
import { readAccount } from '#lib/services/console/read-account.ts'
import { readDeliveries, readDelivery } from '#lib/services/console/read-deliveries.ts'
import { readExecutors } from '#lib/services/console/read-executors.ts'
import { readOverview } from '#lib/services/console/read-overview.ts'
import { attemptDelivery } from '#lib/services/executors/attempt-delivery.ts'
import { pointExecutor } from '#lib/services/executors/point-executor.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { attemptRules, lead, routedTo, tripTier } from '#tests/support/escalations.ts'
import { openRecoveryRuntime } from '#tests/support/recovery-runtime.ts'

let database: TestDatabase
let desk: ReturnType<typeof openRecoveryRuntime>
let context: ConsoleContext
beforeAll(async () => {
  database = await createTestDatabase()
  desk = openRecoveryRuntime(database.url, Date.now())
  context = createConsoleContext(desk.runtime.database, desk.runtime.clock)
})
afterAll(async () => {
  await desk.runtime.close()
  await database.drop()
})

const query = (parts: object) => deliveryQuerySchema.parse(parts)

test('what is not read is empty', async () => {
  expect(await readDeliveries(context, query({}))).toMatchObject({
    deliveries: [],
    nextBefore: null,
    pending: 0,
    unrouted: 0,
  })
  await expect(readDelivery(context, 'nothing')).rejects.toThrow('There is no delivery nothing.')
  const { executors } = executorsViewSchema.parse(await readExecutors(context))
  expect(executors.map(({ name, webhook, last }) => [name, webhook, last])).toStrictEqual([
    ['autonomous_guardian_executor', null, null],
    ['autonomous_recovery_executor', null, null],
  ])
})

test('deliveries are read by account, executor and outcome, page by page; executors with who names them', async () => {
  for (let n = 0; n < 53; n += 1) {
    const id = await tripTier(desk.runtime, `many-${String(n)}`, n < 3 ? routedTo('nobody') : presets.seed)
    desk.time.nowMs += 1000
    if (n !== 52) await attemptDelivery(desk.runtime, id, attemptRules)
  }
  const first = deliveriesViewSchema.parse(await readDeliveries(context, query({})))
  expect(first).toMatchObject({ pending: 1, unrouted: 3 })
  expect(first.deliveries.map(({ accountId }) => accountId)).toStrictEqual(
    Array.from({ length: 50 }, (_, n) => `many-${String(52 - n)}`),
  )
  const rest = await readDeliveries(context, query({ before: first.nextBefore }))
  expect(rest.deliveries.map(({ accountId }) => accountId)).toStrictEqual(['many-2', 'many-1', 'many-0'])
  expect(rest.nextBefore).toBeNull()
  const found = async (parts: object) => (await readDeliveries(context, query(parts))).deliveries.length
  expect(await found({ outcome: 'no_handler' })).toBe(3)
  expect(await found({ outcome: 'pending', executor: 'autonomous_guardian_executor' })).toBe(1)
  expect(await found({ account: 'many-7', outcome: 'routed' })).toBe(1)
  expect(await found({ account: 'many-7', outcome: 'delivery_failed' })).toBe(0)
  expect(await found({ outcome: 'nonsense' })).toBe(50)

  await pointExecutor(desk.runtime, lead, { name: 'spare', url: 'https://example.org/', secret: null })
  const { executors } = executorsViewSchema.parse(await readExecutors(context))
  expect(
    executors.map(({ name, builtIn, webhook }) => [name, builtIn !== null, webhook?.url ?? null]),
  ).toStrictEqual([
    ['autonomous_guardian_executor', true, null],
    ['autonomous_recovery_executor', true, null],
    ['nobody', false, null],
    ['spare', false, 'https://example.org/'],
  ])
  expect(executors[0]).toMatchObject({
    namedBy: [{ policyName: 'seed', tier: 'tier_1', accounts: 50 }],
    last: { accountId: 'many-52', status: 'pending' },
  })
  expect(JSON.stringify(executors)).not.toContain('whsec_')
})

test('the account’s transition carries its delivery, the overview what reached nobody in 24 h', async () => {
  const id = await tripTier(desk.runtime, 'shown', routedTo('nobody'))
  await attemptDelivery(desk.runtime, id, attemptRules)
  const { transitions } = await readAccount(context, 'shown')
  expect(transitions).toMatchObject([
    { to: 'tier_1', delivery: { deliveryId: id, status: 'no_handler', executor: 'nobody' } },
  ])
  const { unrouted } = await readOverview(context)
  expect(unrouted.newest[0]?.deliveryId).toBe(id)
  expect(unrouted.count).toBe(4)
  expect(unrouted.newest.length).toBe(4)
  desk.time.nowMs += 25 * 3_600_000
  expect((await readOverview(context)).unrouted).toStrictEqual({ count: 0, newest: [] })
})

test('an attempt whose worker ended is shown as unknown, between those that are recorded', async () => {
  const id = await tripTier(desk.runtime, 'cut', routedTo('nobody'))
  const { reads } = desk.runtime.database
  await reads.query('UPDATE delivery SET begun = 1 WHERE id = $1', [id])
  expect((await readDelivery(context, id)).attempts).toMatchObject([
    { n: 1, result: 'unknown', tookMs: null },
  ])
  await attemptDelivery(desk.runtime, id, attemptRules)
  const view = deliveryViewSchema.parse(await readDelivery(context, id))
  expect(view.attempts.map(({ n, result }) => [n, result])).toStrictEqual([
    [2, 'no_handler'],
    [1, 'unknown'],
  ])
  expect(JSON.parse(view.payload)).toMatchObject({ id, type: 'interlock.escalation' })
})
