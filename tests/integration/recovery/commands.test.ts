import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { writeSamples } from '#tests/support/generated-histories.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { runInterlock } from '#tests/support/run-interlock.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

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

test('an import that is killed in the middle and sent again ends as one that was not', async () => {
  const [whole, killed] = [await createTestDatabase(), await createTestDatabase()]
  const { path: folder } = temporaryFolder()
  const file = `${folder}/samples.jsonl`
  await writeSamples(file, 100_000)
  for (const { url } of [whole, killed]) {
    const runtime = openRuntime(url)
    for (let n = 0; n < 100; n += 1) await openAccount(runtime, `account-${String(n)}`)
    await runtime.close()
  }
  const env = (url: string) => ({ DATABASE_URL: url, INTERLOCK_SECRET: 'only-for-tests-only-for-tests-only' })
  const importing = (url: string) => runInterlock(['import', 'metrics', file], { env: env(url) })
  expect(await importing(whole.url)).toMatchObject({ code: 0 })

  const samples = async (url: string) =>
    (await queryDatabase<{ n: number }>(url, 'SELECT count(*)::int AS n FROM metric_sample'))[0]?.n ?? 0
  const child = spawn(process.execPath, ['bin/interlock.ts', 'import', 'metrics', file], {
    env: { ...process.env, ...env(killed.url) },
    stdio: 'ignore',
  })
  const closed = once(child, 'close')
  await vi.waitUntil(async () => (await samples(killed.url)) > 0, { timeout: 60_000, interval: 20 })
  child.kill('SIGKILL')
  await closed
  const left = await samples(killed.url)
  expect(left).toBeLessThan(100_000)
  const again = await importing(killed.url)
  expect(again).toMatchObject({ code: 0 })
  expect(again.out).toContain(`${(100_000 - left).toLocaleString('en')} samples taken in, `)

  const state = (url: string) =>
    queryDatabase(
      url,
      `SELECT post.account_id, post.platform, post_id, last_sample_at, post.impressions, post.engagements,
          (SELECT count(*) FROM post_watch WHERE post_no = no) AS watches,
          (SELECT array_agg((captured_at, s.impressions, s.engagements)::text ORDER BY captured_at)
           FROM metric_sample AS s WHERE post_no = no) AS samples
       FROM post ORDER BY account_id, platform, post_id`,
    )
  expect(await state(killed.url)).toStrictEqual(await state(whole.url))
  await Promise.all([whole.drop(), killed.drop()])
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

test('interlock posts watch takes posts that have no sample yet, and says whose metrics nobody fetches', async () => {
  await interlock(['accounts', 'create', 'watcher'])
  const connection = {
    accountId: 'watcher',
    platform: 'hook',
    connector: 'webhook',
    credential: { url: 'http://127.0.0.1:9', secret: `whsec_${'x'.repeat(32)}`, fetchMetrics: true },
  }
  await interlock(['connections', 'add', '-'], JSON.stringify(connection))
  const lines = [
    { accountId: 'watcher', platform: 'hook', postId: 'fetched', title: 'A title' },
    { accountId: 'watcher', platform: 'elsewhere', postId: 'sent' },
    { accountId: 'nobody', platform: 'hook', postId: 'p' },
  ].map((line) => JSON.stringify(line))
  const watched = await interlock(['posts', 'watch', '-'], lines.join('\n'))
  expect(watched).toMatchObject({ code: 1, out: '2 posts watched, 1 post refused\n' })
  expect(watched.err).toBe(
    'standard input:3: There is no account nobody.\n' +
      'Of these, 1 post on connections that fetch no metrics: send their samples to POST /api/v1/posts/metrics.\n',
  )
  const wrong = await interlock(['posts', 'watch', '-'], '{"accountId":"watcher","platform":"hook"}')
  expect(wrong).toMatchObject({ code: 2 })
  expect(wrong.err).toMatch(/:1: postId: is missing/)
})
