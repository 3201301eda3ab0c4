import { afterAll, beforeAll, expect, test } from 'vitest'
import { recoveryFilterSchema } from '#lib/contracts/recovery-filter.ts'
import { overviewViewSchema } from '#lib/contracts/views/overview-view.ts'
import { recoveryPostsViewSchema, recoveryViewSchema } from '#lib/contracts/views/recovery-view.ts'
import { createConsoleContext } from '#lib/services/console/console-context.ts'
import { readOverview } from '#lib/services/console/read-overview.ts'
import { readRecoveryPosts } from '#lib/services/console/read-recovery-posts.ts'
import { readRecovery } from '#lib/services/console/read-recovery.ts'
import { connectPlatform } from '#lib/services/recovery/connect-platform.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { runRecoveryRound } from '#lib/services/recovery/run-recovery-round.ts'
import { workerPorts } from '#lib/services/recovery/worker-ports.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy } from '#tests/support/gate-runtime.ts'
import { type PlatformStub, startPlatformStub, stubSecret } from '#tests/support/platform-stub.ts'
import { openRecordedAccount, openRecoveryRuntime, stagnate } from '#tests/support/recovery-runtime.ts'

let database: TestDatabase
let stub: PlatformStub
beforeAll(async () => {
  database = await createTestDatabase()
  stub = await startPlatformStub()
})
afterAll(async () => {
  stub.child.kill()
  await database.drop()
})

test('the page of recovery shows the most stagnant first, and what a connector without look-up has lost', async () => {
  const { runtime, time } = openRecoveryRuntime(database.url, Date.now())
  const policy = { ...calmPolicy, recovery: { ...calmPolicy.recovery, healthyBelow: 0.2 } }
  await openRecordedAccount(runtime, 'shown', policy)
  await connectPlatform(runtime, {
    accountId: 'shown',
    platform: 'hook',
    connector: 'webhook',
    credential: { url: `${stub.url}/careless`, secret: stubSecret, lookUp: false },
    templates: {},
  })
  await stagnate(runtime, 'shown', ['healthy'], 60)
  await stagnate(runtime, 'shown', ['slow'], 10)
  await stagnate(runtime, 'shown', ['lost'], 0, 'hook')
  await evaluateDuePosts(runtime)
  await stub.fates('drop_after', 'drop_after')
  const ports = { ...workerPorts(runtime), random: () => 0 }
  for (let n = 0; n < 6; n += 1) {
    await runRecoveryRound(runtime, ports, (error) => {
      throw error instanceof Error ? error : new Error(String(error))
    })
    time.nowMs += 200_000
  }
  const context = createConsoleContext(runtime.database, runtime.clock)
  const view = recoveryViewSchema.parse(await readRecovery(context))
  const filter = recoveryFilterSchema.parse({})
  const { posts, found } = recoveryPostsViewSchema.parse(await readRecoveryPosts(context, filter))
  const overview = overviewViewSchema.parse(await readOverview(context))
  await runtime.close()
  expect(overview.unsettled).toStrictEqual({ count: 1, oldest: view.unsettled })
  expect(found).toBe(3)
  expect(
    posts.map(({ postId, standing, intensity, action }) => [postId, standing, intensity, action?.status]),
  ).toStrictEqual([
    ['lost', 'eligible', 'tier_3', 'needs_human'],
    ['slow', 'eligible', 'tier_2', 'succeeded'],
    ['healthy', 'healthy', null, undefined],
  ])
  expect(view.unsettled).toMatchObject([
    { postId: 'lost', platform: 'hook', attempts: 1, errorCode: 'network_error' },
  ])
  expect(view.postCount).toBe(3)
  expect(view.standings).toStrictEqual({ eligible: 2, healthy: 1 })
})
