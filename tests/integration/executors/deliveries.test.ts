import { expect, test } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { importActions } from '#lib/services/import-actions.ts'
import { pointExecutor } from '#lib/services/executors/point-executor.ts'
import { resendDelivery } from '#lib/services/executors/resend-delivery.ts'
import { useDeliveryDesk } from '#tests/support/delivery-desk.ts'
import { deliveriesOf, lead, routedTo, settledFacts, tripTier } from '#tests/support/escalations.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'
import { receiverSecret, startWebhookReceiver } from '#tests/support/webhook-receiver.ts'

const desk = useDeliveryDesk()

test('a transition enters the outbox with its event; a built-in executor accepts it, and the log says so', async () => {
  const accountId = desk.newName()
  const id = await tripTier(desk.runtime, accountId, presets.standard)
  expect(await desk.rowOf(accountId)).toMatchObject({
    executor: 'autonomous_guardian_executor',
    status: 'pending',
    begun: 0,
  })
  expect(await desk.attempt(id)).toBe('routed')
  expect(await desk.attempt(id)).toBeNull()
  const [tier] = await queryDatabase<{ seq: number }>(
    desk.url,
    `SELECT seq::int FROM event WHERE stream = $1 AND type = 'tier_changed'`,
    [`account:${accountId}`],
  )
  expect(await settledFacts(desk.url, accountId)).toStrictEqual([
    {
      escalationSeq: tier?.seq,
      deliveryId: id,
      executor: 'autonomous_guardian_executor',
      outcome: 'routed',
      attempts: 1,
      detail: 'Edits paced, one per 1 min 15 s',
    },
  ])
  await readSoundStream(desk.url, `account:${accountId}`)
})

test('a webhook gets a signed CloudEvent of the escalation', async () => {
  const { accountId, name, id } = await desk.trippedAtReceiver()
  expect(await desk.attempt(id)).toBe('routed')
  const [webhook, ...more] = await desk.arrivals(id)
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
  expect(await settledFacts(desk.url, accountId)).toMatchObject([
    { outcome: 'routed', detail: 'Answered 204' },
  ])
})

test('nobody registered is said at once; registered later, it is sent again', async () => {
  const accountId = desk.newName()
  const name = `unknown-${accountId}`
  const id = await tripTier(desk.runtime, accountId, routedTo(name))
  expect(await desk.attempt(id)).toBe('no_handler')
  expect(await settledFacts(desk.url, accountId)).toMatchObject([
    { outcome: 'no_handler', attempts: 0, detail: `Nobody is registered as ${name}` },
  ])
  await pointExecutor(desk.runtime, lead, { name, url: desk.receiver.url, secret: receiverSecret })
  await resendDelivery(desk.runtime, lead, id)
  expect(await desk.attempt(id)).toBe('routed')
  expect((await settledFacts(desk.url, accountId)).map(({ outcome }) => outcome)).toStrictEqual([
    'no_handler',
    'routed',
  ])
})

test('pointed elsewhere while it is pending, it goes there', async () => {
  const { accountId, name, id } = await desk.trippedAtReceiver()
  const other = await startWebhookReceiver()
  await desk.receiver.answers([503])
  expect(await desk.attempt(id)).toBe('pending')
  await pointExecutor(desk.runtime, lead, { name, url: other.url, secret: null })
  desk.time.nowMs += 5000
  expect(await desk.attempt(id)).toBe('routed')
  expect(await other.received()).toMatchObject([{ id, isSigned: true }])
  await other.stop()
  expect((await settledFacts(desk.url, accountId)).length).toBe(1)
})

test('in shadow mode the delivery is recorded and never sent', async () => {
  const accountId = desk.newName()
  const id = await tripTier(desk.runtime, accountId, { ...routedTo('anybody'), mode: 'shadow' })
  expect(await desk.rowOf(accountId)).toMatchObject({ status: 'shadow', due_ms: null, executor: 'anybody' })
  expect(await desk.attempt(id)).toBeNull()
  await expect(resendDelivery(desk.runtime, lead, id)).rejects.toThrow(/shadow/)
  expect(await settledFacts(desk.url, accountId)).toStrictEqual([])
})

test('a recorded history dispatches nothing', async () => {
  const accountId = desk.newName()
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
  const types = (await readSoundStream(desk.url, `account:${accountId}`)).map(({ type }) => type)
  expect(types).toContain('tier_changed')
  expect(await deliveriesOf(desk.runtime, accountId)).toStrictEqual([])
})
