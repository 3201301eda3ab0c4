import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { runInterlock } from '#tests/support/run-interlock.ts'

const metrics = 'tests/conformance/data/post-metrics-youtube.jsonl'
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const interlock = (args: readonly string[], stdin = '') =>
  runInterlock(args, {
    stdin,
    env: { DATABASE_URL: database.url, INTERLOCK_SECRET: 'only-for-tests-only-for-tests-only' },
  })

test('interlock import metrics takes the recorded videos in, and passes over them the second time', async () => {
  const refused = await interlock(['import', 'metrics', metrics])
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.err).toMatch(/:1: There is no account /)
  const accountIds = [...refused.err.matchAll(/There is no account (.+)\.$/gm)].map((match) => match[1] ?? '')
  const runtime = openRuntime(database.url)
  for (const accountId of new Set(accountIds)) await openAccount(runtime, accountId)
  await runtime.close()
  const first = await interlock(['import', 'metrics', metrics])
  expect(first).toMatchObject({ code: 0 })
  expect(first.out).toMatch(
    /^[\d,\u202f\u00a0 ]+ samples taken in, 0 samples there already, 0 samples refused$/m,
  )
  const second = await interlock(['import', 'metrics', metrics])
  expect(second.out).toMatch(/^0 samples taken in, /)
  const [posts] = await queryDatabase(database.url, 'SELECT count(*)::int AS posts FROM post')
  expect(posts).toStrictEqual({ posts: 300 })
})

test('interlock connections add seals the credential and never shows it', async () => {
  await interlock(['accounts', 'create', 'brand'])
  const connection = {
    accountId: 'brand',
    platform: 'mastodon',
    connector: 'mastodon',
    credential: { url: 'http://127.0.0.1:9', accessToken: 'plain-to-see' },
  }
  const added = await interlock(['connections', 'add', '-'], JSON.stringify(connection))
  expect(added).toMatchObject({ code: 0, out: 'Account brand reaches mastodon by the connector mastodon.\n' })
  const rows = await queryDatabase<{ sealed_credential: Buffer }>(database.url, 'SELECT * FROM connection')
  expect(rows[0]?.sealed_credential.toString('latin1')).not.toContain('plain-to-see')
  const wrong = { ...connection, credential: { accessToken: 'plain-to-see' } }
  const refused = await interlock(['connections', 'add', '-'], JSON.stringify(wrong))
  expect(refused).toMatchObject({ code: 2, out: '' })
  expect(refused.err).not.toContain('plain-to-see')
})
