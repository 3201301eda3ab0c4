import { expect, test } from 'vitest'
import { pointExecutor } from '#lib/services/executors/point-executor.ts'
import { resendDelivery } from '#lib/services/executors/resend-delivery.ts'
import { useDeliveryDesk } from '#tests/support/delivery-desk.ts'
import { lead, settledFacts } from '#tests/support/escalations.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'
import { startWebhookReceiver } from '#tests/support/webhook-receiver.ts'

const desk = useDeliveryDesk()

test('a failed delivery is tried again when its time has come, with the same id', async () => {
  const { accountId, id } = await desk.trippedAtReceiver()
  await desk.receiver.answers([503, 500, 0])
  expect(await desk.attempt(id)).toBe('pending')
  expect((await desk.rowOf(accountId))?.due_ms).toBe(desk.time.nowMs + 5000)
  expect(await desk.attempt(id)).toBeNull()
  for (const waitMs of [5000, 10_000]) {
    desk.time.nowMs += waitMs
    expect(await desk.attempt(id)).toBe('pending')
  }
  desk.time.nowMs += 20_000
  expect(await desk.attempt(id)).toBe('routed')
  expect((await desk.arrivals(id)).map(({ status, isSigned }) => [status, isSigned])).toStrictEqual([
    [503, true],
    [500, true],
    [0, true],
    [204, true],
  ])
  expect(new Set((await desk.arrivals(id)).map(({ body }) => body)).size).toBe(1)
  const attempts = await queryDatabase(
    desk.url,
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
  expect(await settledFacts(desk.url, accountId)).toMatchObject([{ outcome: 'routed', attempts: 4 }])
})

test('after the last attempt it has failed; sent again later it is routed, with a fact of its own', async () => {
  const { accountId, id } = await desk.trippedAtReceiver()
  await desk.receiver.answers([], 503)
  let status = await desk.attempt(id)
  while (status === 'pending') {
    desk.time.nowMs = (await desk.rowOf(accountId))?.due_ms ?? 0
    status = await desk.attempt(id)
  }
  expect(status).toBe('delivery_failed')
  expect((await desk.arrivals(id)).length).toBe(14)
  const ana = { id: 'id-ana', name: 'Ana Ruiz', role: 'reviewer' } as const
  await resendDelivery(desk.runtime, ana, id)
  expect(await desk.attempt(id)).toBe('delivery_failed')
  expect(await settledFacts(desk.url, accountId)).toMatchObject([
    { outcome: 'delivery_failed', attempts: 14, detail: 'Answered 503; failed after 14 attempts' },
  ])
  await desk.receiver.answers([])
  await resendDelivery(desk.runtime, ana, id)
  expect(await desk.attempt(id)).toBe('routed')
  expect(await settledFacts(desk.url, accountId)).toMatchObject([
    { outcome: 'delivery_failed' },
    { outcome: 'routed', attempts: 16 },
  ])
  const by = await queryDatabase<{ n: number; by_name: string | null }>(
    desk.url,
    'SELECT n, by_name FROM delivery_attempt WHERE delivery_id = $1 AND n > 13 ORDER BY n',
    [id],
  )
  expect(by).toStrictEqual([
    { n: 14, by_name: null },
    { n: 15, by_name: 'Ana Ruiz' },
    { n: 16, by_name: 'Ana Ruiz' },
  ])
  expect(new Set((await desk.arrivals(id)).map((webhook) => webhook.id)).size).toBe(1)
  await readSoundStream(desk.url, `account:${accountId}`)
})

test('a viewer sends nothing again', async () => {
  const { id } = await desk.trippedAtReceiver()
  const viewer = { id: 'v', name: 'V', role: 'viewer' } as const
  await expect(resendDelivery(desk.runtime, viewer, id)).rejects.toThrow(/reviewer/)
  await expect(resendDelivery(desk.runtime, lead, 'nothing')).rejects.toThrow(/no delivery nothing/)
})

test.each([400, 401, 404, 410, 422, 302])(
  '%i is refused for good: nothing is gained by repeating',
  async (status) => {
    const { accountId, id } = await desk.trippedAtReceiver()
    await desk.receiver.answers([status])
    expect(await desk.attempt(id)).toBe('delivery_failed')
    expect((await desk.arrivals(id)).length).toBe(1)
    expect(await settledFacts(desk.url, accountId)).toMatchObject([
      {
        outcome: 'delivery_failed',
        attempts: 1,
        detail: `Answered ${String(status)}; failed after 1 attempt`,
      },
    ])
  },
)

test.each([408, 425, 429])('%i asks for patience', async (status) => {
  const { id } = await desk.trippedAtReceiver()
  await desk.receiver.answers([status])
  expect(await desk.attempt(id)).toBe('pending')
})

test('a Retry-After is heeded', async () => {
  const { accountId, id } = await desk.trippedAtReceiver()
  await desk.receiver.answers([{ status: 429, retryAfter: '120' }])
  expect(await desk.attempt(id)).toBe('pending')
  expect((await desk.rowOf(accountId))?.due_ms).toBe(desk.time.nowMs + 120_000)
  desk.time.nowMs += 119_999
  expect(await desk.attempt(id)).toBeNull()
  desk.time.nowMs += 1
  expect(await desk.attempt(id)).toBe('routed')
})

test('an account that cannot be reached is tried again, and says why', async () => {
  const { accountId, name, id } = await desk.trippedAtReceiver()
  const gone = await startWebhookReceiver()
  await gone.stop()
  await pointExecutor(desk.runtime, lead, { name, url: gone.url, secret: null })
  expect(await desk.attempt(id)).toBe('pending')
  const [row] = await queryDatabase(
    desk.url,
    'SELECT http_status, error_code, detail FROM delivery_attempt WHERE delivery_id = $1',
    [id],
  )
  expect(row).toStrictEqual({
    http_status: null,
    error_code: 'connection_refused',
    detail: 'The connection was refused',
  })
  expect((await desk.rowOf(accountId))?.status).toBe('pending')
})
