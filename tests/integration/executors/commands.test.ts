import { afterAll, beforeAll, expect, test } from 'vitest'
import { attemptDelivery } from '#lib/services/executors/attempt-delivery.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { attemptRules, routedTo, tripTier } from '#tests/support/escalations.ts'
import { killGateServer, startGateServer } from '#tests/support/gate-server.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { openRecoveryRuntime, testSecret } from '#tests/support/recovery-runtime.ts'
import { runInterlock } from '#tests/support/run-interlock.ts'
import { startWebhookReceiver } from '#tests/support/webhook-receiver.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const interlock = (...args: string[]) =>
  runInterlock(args, { env: { DATABASE_URL: database.url, INTERLOCK_SECRET: testSecret } })
const point = (...args: string[]) => interlock('executors', 'point', 'desk', ...args)

test('an executor is pointed, listed and reset; the secret is printed once, alone on standard output', async () => {
  const made = await point('--url', 'https://example.org/hook')
  expect(made.code).toBe(0)
  expect(made.out).toMatch(/^whsec_[A-Za-z0-9+/]{43}=\n$/)
  expect(made.err).not.toContain('whsec_')
  expect(await point('--url', 'https://example.org/other')).toMatchObject({ code: 0, out: '' })
  const renewed = await point('--url', 'https://example.org/other', '--new-secret')
  expect(renewed.out).toMatch(/^whsec_/)
  expect(renewed.out).not.toBe(made.out)
  const listed = await interlock('executors', 'list')
  expect(listed.out).toMatch(/^autonomous_guardian_executor +Interlock +no policy +none$/m)
  expect(listed.out).toMatch(/^desk +https:\/\/example\.org\/other +no policy +none$/m)
  expect(listed.out).not.toContain('whsec_')
  expect(await interlock('executors', 'reset', 'desk')).toMatchObject({ code: 0 })
  const again = await interlock('executors', 'reset', 'desk')
  expect(again).toMatchObject({ code: 2, out: '' })
  expect(again.err).toContain('The executor desk is pointed at no webhook.')
})

test.each([
  [['--url', 'example.org'], 'url must be an address such as https://example.org/interlock'],
  [['--url', 'https://me:pass@example.org'], 'url must hold no user name or password'],
  [['--url', 'https://example.org/#part'], 'url must have no part after #'],
  [['--url', 'https://example.org', '--secret', 'whsec_c2hvcnQ='], 'secret must be whsec_ followed by'],
])('%j is refused with the field and the mend', async (args, message) => {
  const run = await point(...args)
  expect(run).toMatchObject({ code: 2, out: '' })
  expect(run.err).toContain(message)
  expect(run.err).not.toContain('c2hvcnQ=')
})

test('doctor and the metrics of a server tell of what reached nobody', async () => {
  const { runtime } = openRecoveryRuntime(database.url, Date.now())
  const id = await tripTier(runtime, 'unheard', routedTo('nobody'))
  await attemptDelivery(runtime, id, attemptRules)
  await tripTier(runtime, 'waiting', routedTo('nobody'))
  await runtime.close()
  const found = await interlock('doctor')
  expect(found.code).toBe(1)
  expect(found.out).toMatch(
    /^BAD {2}executors {3}1.delivery pending for up to \d+ s; 1.escalation of the last 24 h reached nobody/m,
  )
  const server = await startGateServer(database.url)
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  await killGateServer(server)
  expect(metrics).toContain('interlock_deliveries{state="pending"} 1')
  expect(metrics).toContain('interlock_deliveries{state="unrouted"} 1')
})

test('what the secret has sealed opens with that secret alone, and says so when it does not', async () => {
  const receiver = await startWebhookReceiver()
  await point('--url', receiver.url)
  const { runtime } = openRecoveryRuntime(database.url, Date.now())
  const id = await tripTier(runtime, 'resealed', routedTo('desk'))
  const other = { ...runtime, secret: 'another secret, as long as one has to be' }
  expect(await attemptDelivery(other, id, attemptRules)).toBe('pending')
  const [attempt] = await queryDatabase(
    database.url,
    'SELECT error_code, detail FROM delivery_attempt WHERE delivery_id = $1',
    [id],
  )
  expect(attempt).toStrictEqual({
    error_code: 'secret_unreadable',
    detail: 'The secret of the webhook cannot be opened: INTERLOCK_SECRET has changed',
  })
  await runtime.close()
  await receiver.stop()
})
