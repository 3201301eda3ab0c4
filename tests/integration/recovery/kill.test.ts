import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecoveryMoved } from '#lib/engine/guard/fact-events.ts'
import { connectPlatform } from '#lib/services/recovery/connect-platform.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy, openAccount } from '#tests/support/gate-runtime.ts'
import { type PlatformStub, startPlatformStub, stubSecret } from '#tests/support/platform-stub.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'
import { openRecoveryRuntime, stagnate } from '#tests/support/recovery-runtime.ts'
import { startRecoveryWorker } from '#tests/support/recovery-worker.ts'

const accounts = 50
const postsEach = 20
const everySettledMs = 240_000

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

test('a worker killed at random during 1000 dispatches: no effect twice, every action settled', async () => {
  const { runtime } = openRecoveryRuntime(database.url, Date.now())
  for (let n = 0; n < accounts; n += 1) {
    const accountId = `killed-${String(n)}`
    await openAccount(runtime, accountId, calmPolicy)
    await connectPlatform(runtime, {
      accountId,
      platform: 'hook',
      connector: 'webhook',
      credential: { url: `${stub.url}/careless`, secret: stubSecret, lookUp: true },
      templates: {},
    })
    const posts = Array.from({ length: postsEach }, (_, post) => `${accountId}-${String(post)}`)
    await stagnate(runtime, accountId, posts, 0, 'hook')
  }
  expect((await evaluateDuePosts(runtime)).reserved).toBe(accounts * postsEach)
  await runtime.close()
  // Every tenth answer is lost after the effect, every eleventh request before it.
  await stub.fates(
    ...Array.from({ length: 1500 }, (_, n) =>
      n % 10 === 3 ? 'drop_after' : n % 11 === 4 ? 'drop_before' : null,
    ),
  )

  let kills = 0
  const untilMs = Date.now() + everySettledMs
  for (;;) {
    const worker = startRecoveryWorker(database.url)
    const closed = once(worker, 'close')
    // Late enough to have connected, early enough to die in the middle; the last ones may finish.
    await new Promise((resolve) => setTimeout(resolve, kills < 25 ? 700 + Math.random() * 1500 : 8000))
    worker.kill('SIGKILL')
    await closed
    kills += 1
    if ((await unsettled()) === 0 || Date.now() > untilMs) break
  }

  const statuses = await queryDatabase<{ status: string; actions: number }>(
    database.url,
    'SELECT status, count(*)::int AS actions FROM recovery_action GROUP BY status ORDER BY status',
  )
  const effects = await stub.effects()
  process.stdout.write(`${JSON.stringify({ kills, statuses, effects: Object.keys(effects).length })}\n`)
  expect(kills).toBeGreaterThan(10)
  expect(Object.entries(effects).filter(([, times]) => times > 1)).toStrictEqual([])
  expect(await unsettled()).toBe(0)
  const [succeeded] = await queryDatabase<{ actions: number }>(
    database.url,
    `SELECT count(*)::int AS actions FROM recovery_action WHERE status = 'succeeded'`,
  )
  expect(succeeded?.actions).toBe(Object.keys(effects).length)
  for (let n = 0; n < accounts; n += 1) await expectRecorded(`killed-${String(n)}`)
}, 400_000)

/** Actions with something left to do, and grants whose outcome is known and not told. */
async function unsettled(): Promise<number> {
  const [row] = await queryDatabase<{ left: number }>(
    database.url,
    `SELECT (SELECT count(*) FROM recovery_action
             WHERE status IN ('reserved', 'running', 'unknown', 'retry_scheduled'))::int
        + (SELECT count(*) FROM owed_outcome WHERE due_at <= now())::int AS left`,
  )
  return row?.left ?? 0
}

/** The account's chain holds, and tells every step of every action in order, each attempt under a claim of its own. */
async function expectRecorded(accountId: string): Promise<void> {
  const events = (await readSoundStream(database.url, `account:${accountId}`)).map(
    ({ seq, type, action_id: askId, body }) => ({
      seq,
      type,
      askId,
      data: JSON.parse(body) as RecoveryMoved,
    }),
  )
  const steps = await queryDatabase<{ action_id: string; status: string; seq: number }>(
    database.url,
    `SELECT action_id, step.status, step.seq::int FROM recovery_step AS step
     JOIN recovery_action ON recovery_action.id = action_id WHERE account_id = $1 ORDER BY action_id, n`,
    [accountId],
  )
  const told = events.flatMap(({ seq, type, data }) => {
    const path = type === 'recovery_reserved' ? ['reserved'] : type === 'recovery_moved' ? data.path : []
    return path.map((status) => ({ action_id: data.recoveryActionId, status, seq }))
  })
  expect(
    told.toSorted((a, b) => (a.action_id < b.action_id ? -1 : a.action_id > b.action_id ? 1 : 0)),
  ).toStrictEqual(steps)
  const asksOf = (type: string) => events.filter((event) => event.type === type).map(({ askId }) => askId)
  const begun = told.filter(({ status }) => status === 'running').length
  expect(asksOf('action_claimed').length).toBeGreaterThanOrEqual(begun)
  expect(asksOf('action_settled').toSorted(), `claims of ${accountId}`).toStrictEqual(
    asksOf('action_claimed').toSorted(),
  )
}
