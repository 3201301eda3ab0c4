import { expect, test } from 'vitest'
import { pointExecutor } from '#lib/services/executors/point-executor.ts'
import { resetExecutor } from '#lib/services/executors/reset-executor.ts'
import { testExecutor } from '#lib/services/executors/test-executor.ts'
import { useDeliveryDesk } from '#tests/support/delivery-desk.ts'
import { lead } from '#tests/support/escalations.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'

const desk = useDeliveryDesk()

test('pointing is a lead’s, is recorded without the secret, and shows a new secret once', async () => {
  const name = `told-${desk.newName()}`
  const reviewer = { ...lead, role: 'reviewer' } as const
  const input = { name, url: `${desk.receiver.url}?token=hidden`, secret: null }
  await expect(pointExecutor(desk.runtime, reviewer, input)).rejects.toThrow(/Only a lead/)
  const { secret } = await pointExecutor(desk.runtime, lead, input)
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(await pointExecutor(desk.runtime, lead, input)).toStrictEqual({ secret: null })
  const [stored] = await queryDatabase<{ executors: string }>(
    desk.url,
    'SELECT json_agg(executor)::text AS executors FROM executor',
  )
  expect(stored?.executors).not.toContain('whsec_')
  await resetExecutor(desk.runtime, lead, name)
  await expect(resetExecutor(desk.runtime, lead, name)).rejects.toThrow(/pointed at no webhook/)
  const events = (await readSoundStream(desk.url, 'organisation')).filter(({ body }) => body.includes(name))
  expect(events.map(({ type }) => type)).toStrictEqual([
    'executor_pointed',
    'executor_pointed',
    'executor_reset',
  ])
  const logged = events.map(({ body }) => body).join('')
  expect(logged).toContain(lead.name)
  expect(logged).not.toContain('whsec_')
  expect(logged).not.toContain('hidden')
})

test('a test delivery says what came back and how long it took', async () => {
  const { name } = await desk.trippedAtReceiver()
  const answered = await testExecutor(desk.runtime, lead, name)
  expect(answered).toMatchObject({ isAccepted: true, answer: 'Answered 204' })
  expect(answered.tookMs).toBeGreaterThanOrEqual(0)
  expect((await desk.receiver.received()).at(-1)).toMatchObject({ type: 'interlock.test', isSigned: true })
  await desk.receiver.answers([500])
  expect(await testExecutor(desk.runtime, lead, name)).toMatchObject({
    isAccepted: false,
    answer: 'Answered 500',
  })
  await expect(testExecutor(desk.runtime, lead, 'nobody')).rejects.toThrow(/pointed at no webhook/)
})
