import { expect, test } from 'vitest'
import { attemptDelivery } from '#lib/services/executors/attempt-delivery.ts'
import { resendDelivery } from '#lib/services/executors/resend-delivery.ts'
import { useDeliveryDesk } from '#tests/support/delivery-desk.ts'
import { attemptRules, lead, settledFacts } from '#tests/support/escalations.ts'
import { readSoundStream } from '#tests/support/recorded-stream.ts'
import { openRecoveryRuntime } from '#tests/support/recovery-runtime.ts'

const desk = useDeliveryDesk()

test('of two workers with one delivery both may send it, and one settles it', async () => {
  const { accountId, id } = await desk.trippedAtReceiver()
  const other = openRecoveryRuntime(desk.url, desk.time.nowMs)
  await desk.receiver.answers(['held', 'held'])
  const patient = { ...attemptRules, timeoutMs: 60_000 }
  const both = [desk.runtime, other.runtime].map((runtime) => attemptDelivery(runtime, id, patient))
  await expect.poll(async () => (await desk.arrivals(id)).length, { timeout: 60_000 }).toBe(2)
  await desk.receiver.answers([])
  expect(await Promise.all(both)).toStrictEqual(['routed', 'routed'])
  await other.runtime.close()
  expect((await settledFacts(desk.url, accountId)).length).toBe(1)
  expect(await desk.rowOf(accountId)).toMatchObject({ status: 'routed', begun: 2, due_ms: null })
  await readSoundStream(desk.url, `account:${accountId}`)
})

test('a failure that comes late takes back neither the acceptance of another worker nor its time', async () => {
  const { accountId, id } = await desk.trippedAtReceiver()
  await desk.receiver.answers(['never'])
  const late = attemptDelivery(desk.runtime, id, { ...attemptRules, timeoutMs: 3000 })
  await expect.poll(async () => (await desk.arrivals(id)).length, { timeout: 60_000 }).toBe(1)
  expect(await desk.attempt(id)).toBe('routed')
  expect(await late).toBe('pending')
  expect(await desk.rowOf(accountId)).toMatchObject({ status: 'routed', due_ms: null })
})

test('what somebody asks for while an attempt is under way is not forgotten with it', async () => {
  const { accountId, id } = await desk.trippedAtReceiver()
  await desk.receiver.answers(['held'])
  const first = attemptDelivery(desk.runtime, id, { ...attemptRules, timeoutMs: 60_000 })
  await expect.poll(async () => (await desk.arrivals(id)).length, { timeout: 60_000 }).toBe(1)
  await resendDelivery(desk.runtime, lead, id)
  await desk.receiver.answers([])
  expect(await first).toBe('routed')
  expect((await desk.rowOf(accountId))?.due_ms).toBe(desk.time.nowMs)
  expect(await desk.attempt(id)).toBe('routed')
  expect((await desk.arrivals(id)).length).toBe(2)
  expect(await desk.rowOf(accountId)).toMatchObject({ status: 'routed', due_ms: null })
})

test('a worker that dies after the receiver has accepted leaves it due; it arrives again with its id', async () => {
  const { accountId, id } = await desk.trippedAtReceiver()
  const dead = openRecoveryRuntime(desk.url, desk.time.nowMs)
  // The answer is lost with the process: the pool is gone before the outcome can be written.
  const dying = attemptDelivery({ ...dead.runtime, clock: () => desk.time.nowMs }, id, {
    ...attemptRules,
    random: () => {
      throw new Error('killed')
    },
  })
  await expect(dying).rejects.toThrow('killed')
  await dead.runtime.close()
  expect(await desk.rowOf(accountId)).toMatchObject({ status: 'pending', begun: 1 })
  expect(await settledFacts(desk.url, accountId)).toStrictEqual([])
  expect(await desk.attempt(id)).toBe('routed')
  expect((await desk.arrivals(id)).map(({ status }) => status)).toStrictEqual([204, 204])
  expect(await settledFacts(desk.url, accountId)).toMatchObject([{ outcome: 'routed', attempts: 2 }])
})

test('what kills its worker each time comes to an end', async () => {
  const { accountId, id } = await desk.trippedAtReceiver()
  await desk.runtime.database.reads.query('UPDATE delivery SET begun = 14 WHERE id = $1', [id])
  expect(await desk.attempt(id)).toBe('delivery_failed')
  expect(await desk.arrivals(id)).toStrictEqual([])
  expect((await desk.rowOf(accountId))?.detail).toMatch(/^No answer was recorded/)
})
