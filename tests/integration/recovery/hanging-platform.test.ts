import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWorker, type Worker } from '#lib/jobs/start-worker.ts'
import { connectPlatform } from '#lib/services/recovery/connect-platform.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy, openAccount } from '#tests/support/gate-runtime.ts'
import { type PlatformStub, startPlatformStub, stubSecret } from '#tests/support/platform-stub.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { openRecoveryRuntime, stagnate } from '#tests/support/recovery-runtime.ts'

let database: TestDatabase
let platforms: { readonly hanging: PlatformStub; readonly sound: PlatformStub }
let runtime: ReturnType<typeof openRecoveryRuntime>['runtime']
let worker: Worker | null = null
const failures: unknown[] = []

beforeEach(async () => {
  const [hanging, sound] = await Promise.all([startPlatformStub(), startPlatformStub()])
  platforms = { hanging, sound }
  database = await createTestDatabase()
  runtime = { ...openRecoveryRuntime(database.url, Date.now()).runtime, clock: Date.now }
})
afterEach(async () => {
  platforms.hanging.child.kill()
  await worker?.stop()
  worker = null
  platforms.sound.child.kill()
  await runtime.close()
  await database.drop()
  expect(failures.splice(0)).toStrictEqual([])
})

async function connect(accountId: string, { url }: PlatformStub): Promise<void> {
  await openAccount(runtime, accountId, calmPolicy)
  await connectPlatform(runtime, {
    accountId,
    platform: 'hook',
    connector: 'webhook',
    credential: { url: `${url}/webhook/${accountId}`, secret: stubSecret, lookUp: true, fetchMetrics: true },
    templates: {},
  })
}

const count = async (from: string) => {
  const [row] = await queryDatabase<{ count: number }>(database.url, `SELECT count(*)::int FROM ${from}`)
  return row?.count
}
const soon = { timeout: 60_000, interval: 50 }

test("a platform that hangs holds up no other account's fetch, evaluation and dispatch", async () => {
  const { hanging, sound } = platforms
  const hung = ['hung-1', 'hung-2', 'hung-3']
  for (const accountId of hung) {
    await connect(accountId, hanging)
    await stagnate(runtime, accountId, ['p'], 0, 'hook')
  }
  await connect('sound', sound)
  await evaluateDuePosts(runtime)
  await hanging.fates(...Array.from({ length: 100 }, () => 'stall' as const))
  worker = startWorker(
    { ...runtime, databaseUrl: database.url, deliveryRules: { firstWaitMs: 200, leaseSeconds: 4 } },
    (error) => failures.push(error),
  )
  const running = `recovery_action WHERE account_id LIKE 'hung-%' AND status = 'running'`
  await expect.poll(() => count(running), soon).toBe(hung.length)
  await expect.poll(async () => (await hanging.fetches()).length, soon).toBe(hung.length)
  // Only now does the other account have something to do: no round that began before them can do it.
  await stagnate(runtime, 'sound', ['p'], 0, 'hook')
  await expect.poll(async () => Object.values(await sound.effects()), soon).toStrictEqual([1])
  await expect.poll(async () => (await sound.fetches()).length, soon).toBe(1)
  expect(await count(running)).toBe(hung.length)
  expect(await count(`connection WHERE fetch_failures > 0`)).toBe(0)
})
