import { afterAll, beforeAll, expect, test } from 'vitest'
import { readStandingStopOrders, readStopOrders } from '#lib/services/console/read-stop-orders.ts'
import { viewGuard } from '#lib/services/view-guard.ts'
import { liftStopOrder } from '#lib/services/stop-orders/lift-stop-order.ts'
import { previewStopOrder } from '#lib/services/stop-orders/preview-stop-order.ts'
import { type NewStopOrder, setStopOrder } from '#lib/services/stop-orders/set-stop-order.ts'
import { actorAt, openTestDesk, type TestDesk } from '#tests/support/test-desk.ts'

const minute = 60_000
let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.open('brand')
  await desk.open('shop')
})
afterAll(() => desk.close())

function set(order: Partial<NewStopOrder> = {}, role: 'lead' | 'reviewer' = 'lead') {
  return setStopOrder(desk.runtime, actorAt(desk.nowMs, 'lea', role), {
    scope: { kind: 'everything' },
    reason: 'the agents run wild',
    expiresAtMs: null,
    ...order,
  })
}

function lift(stopOrderId: string, role: 'lead' | 'reviewer' = 'lead') {
  return liftStopOrder(desk.runtime, actorAt(desk.nowMs, 'lea', role), { stopOrderId, reason: 'mended' })
}

async function verdictOf(accountId: string, agentId: string): Promise<string> {
  const [settled] = await desk.edit(accountId, 1, 5 * minute, agentId)
  const first = settled?.kind === 'recorded' ? settled.events[0]?.event : undefined
  if (first?.type !== 'action_decided') throw new Error('no decision was recorded')
  return first.data.reasons[0]?.code ?? first.data.verdict
}

test('an order refuses its scope and nothing else, until it is lifted', async () => {
  const account = await set({ scope: { kind: 'account', accountId: 'brand' } })
  expect(await verdictOf('brand', 'writer')).toBe('stop_order')
  expect(await verdictOf('shop', 'writer')).toBe('allow')
  const agent = await set({ scope: { kind: 'agent', agentId: 'writer' } })
  expect(await verdictOf('shop', 'writer')).toBe('stop_order')
  expect(await verdictOf('shop', 'seller')).toBe('allow')
  await lift(agent.stopOrderId)
  expect(await verdictOf('shop', 'writer')).toBe('allow')
  const type = await set({ scope: { kind: 'action_type', actionType: 'edit' } })
  expect(await verdictOf('shop', 'seller')).toBe('stop_order')
  const platform = await set({ scope: { kind: 'platform', platform: 'mastodon' } })
  await lift(type.stopOrderId)
  expect(await verdictOf('shop', 'seller')).toBe('allow')
  await lift(platform.stopOrderId)
  await lift(account.stopOrderId)
  expect(await verdictOf('brand', 'writer')).toBe('allow')
  expect(await readStandingStopOrders(desk.console, desk.nowMs)).toEqual([])
})

test('an order ends by its stored time, at that very instant', async () => {
  const expiresAtMs = desk.nowMs + minute
  const { stopOrderId } = await set({ expiresAtMs })
  desk.nowMs = expiresAtMs - 1
  const last = await desk.edit('brand', 1, 1, 'writer')
  expect(last[0]).toMatchObject({ events: [{ event: { data: { reasons: [{ code: 'stop_order' }] } } }] })
  expect(desk.nowMs).toBe(expiresAtMs)
  expect(await verdictOf('brand', 'writer')).toBe('allow')
  await expect(lift(stopOrderId)).rejects.toMatchObject({ code: 'version_conflict' })
  const view = await readStopOrders(desk.console)
  expect(view.standing).toEqual([])
  expect(view.ended[0]).toMatchObject({ stopOrderId, lifted: null })
})

test('the preview counts what was asked in the last hour in the scope, and writes nothing', async () => {
  desk.nowMs += 2 * 60 * minute
  await desk.edit('brand', 3, minute, 'writer')
  await desk.edit('shop', 2, minute, 'writer')
  await desk.edit('shop', 4, minute, 'seller')
  const everything = await previewStopOrder(desk.runtime, { kind: 'everything' })
  expect(everything).toMatchObject({ attempts: 9, admitted: 9, held: 0 })
  expect(everything.accounts).toEqual([
    { id: 'shop', attempts: 6 },
    { id: 'brand', attempts: 3 },
  ])
  const writer = await previewStopOrder(desk.runtime, { kind: 'agent', agentId: 'writer' })
  expect(writer.agents).toEqual([{ id: 'writer', attempts: 5 }])
  expect(writer.accounts.map(({ id }) => id)).toEqual(['brand', 'shop'])
  const nowhere = await previewStopOrder(desk.runtime, { kind: 'platform', platform: 'mastodon' })
  expect(nowhere.attempts).toBe(0)
  expect(await readStandingStopOrders(desk.console, desk.nowMs)).toEqual([])
})

test('only a lead sets and lifts, and only once', async () => {
  await expect(set({}, 'reviewer')).rejects.toMatchObject({ code: 'forbidden' })
  const { stopOrderId } = await set()
  await expect(lift(stopOrderId, 'reviewer')).rejects.toMatchObject({ code: 'forbidden' })
  const lifts = await Promise.allSettled([lift(stopOrderId), lift(stopOrderId), lift(stopOrderId)])
  expect(lifts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await expect(lift(stopOrderId)).rejects.toThrow('lea lifted this stop order at')
  await expect(lift('no-such-order')).rejects.toMatchObject({ code: 'not_found' })
  const past = set({ expiresAtMs: desk.nowMs })
  await expect(past).rejects.toMatchObject({ code: 'invalid_request' })
  const unknown = set({ scope: { kind: 'account', accountId: 'nobody' } })
  await expect(unknown).rejects.toMatchObject({ code: 'unknown_account' })
})

test('each order is an event of the organisation, chained, and a refused lift leaves none', async () => {
  const { rows } = await desk.runtime.database.reads.query<{ type: string }>(
    `SELECT type FROM event WHERE stream = 'organisation' ORDER BY seq`,
  )
  const types = rows.map(({ type }) => type)
  const count = (wanted: string) => types.filter((type) => type === wanted).length
  expect(count('stop_order_set')).toBe(6)
  expect(count('stop_order_lifted')).toBe(5)
})

test('the widest order leads, and an agent sees those that may touch its account', async () => {
  const agent = await set({ scope: { kind: 'agent', agentId: 'writer' } })
  const all = await set({ expiresAtMs: desk.nowMs + minute })
  const shop = await set({ scope: { kind: 'account', accountId: 'shop' } })
  const standing = await readStandingStopOrders(desk.console, desk.nowMs)
  expect(standing.map(({ stopOrderId }) => stopOrderId)).toEqual([
    all.stopOrderId,
    shop.stopOrderId,
    agent.stopOrderId,
  ])
  const seen = async () =>
    (await viewGuard(desk.runtime, 'brand')).stopOrders.map((order) => order.scope.kind)
  expect((await seen()).sort()).toEqual(['agent', 'everything'])
  desk.nowMs += minute
  expect(await seen()).toEqual(['agent'])
})
