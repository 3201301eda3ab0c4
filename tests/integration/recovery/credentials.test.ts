import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ensureBuilt } from '#bin/setup/ensure-built.ts'
import { freePort } from '#bin/setup/postgres/cluster-settings.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { watchPosts } from '#lib/services/recovery/watch-posts.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy, openAccount } from '#tests/support/gate-runtime.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { openRecoveryRuntime, stagnate, testSecret } from '#tests/support/recovery-runtime.ts'
import { runInterlock } from '#tests/support/run-interlock.ts'
import { startInterlock } from '#tests/support/running-interlock.ts'

const lead = { email: 'lead@example.org', password: 'a password for this test' }
const webhookBytes = 'wvXu-webhook-key-of-this-test'
/** What must be seen nowhere, by the connector that it belongs to. */
const secrets = {
  webhook: `whsec_${Buffer.from(webhookBytes).toString('base64')}`,
  webhookUrl: 'qkRt-password-in-the-address',
  mastodon: 'hjPz-access-token-of-this-test',
  bluesky: 'msLd-app-password-of-this-test',
}
let database: TestDatabase
let platform: Server
/** Requests that the platform has met. */
let answered = 0

beforeAll(() => ensureBuilt(() => undefined), 15 * 60_000)
beforeAll(async () => {
  database = await createTestDatabase()
  platform = createServer(failing)
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  platform.closeAllConnections()
  platform.close()
  await database.drop()
})

test('credentials are in no log, no row, no answer and no page, however the platforms fail', async () => {
  const { runtime } = openRecoveryRuntime(database.url, Date.now())
  const env = { DATABASE_URL: database.url, INTERLOCK_SECRET: testSecret, LOG_LEVEL: 'trace' }
  const at = `127.0.0.1:${String((platform.address() as AddressInfo).port)}`
  const credentials = {
    webhook: { url: `http://${at}/`, secret: secrets.webhook, fetchMetrics: true, lookUp: true },
    userinfo: {
      url: `http://user:${secrets.webhookUrl}@${at}/`,
      secret: secrets.webhook,
      fetchMetrics: true,
    },
    mastodon: { url: `http://${at}`, accessToken: secrets.mastodon },
    bluesky: { url: `http://${at}`, identifier: 'brand.test', password: secrets.bluesky },
  }
  const seen: Record<string, string> = {}
  for (const [accountId, credential] of Object.entries(credentials)) {
    await openAccount(runtime, accountId, calmPolicy)
    const connector = accountId === 'userinfo' ? 'webhook' : accountId
    const connection = JSON.stringify({ accountId, platform: 'social', connector, credential })
    const added = await runInterlock(['connections', 'add', '-'], { stdin: connection, env })
    expect(added.code).toBe(0)
    seen[`connections add ${accountId}`] = added.out + added.err
    const broken = await runInterlock(['connections', 'add', '-'], { stdin: `${connection}}`, env })
    expect(broken.code).toBe(2)
    seen[`connections add ${accountId}, broken`] = broken.out + broken.err
    const wrong = JSON.stringify({
      accountId,
      platform: 'social',
      connector,
      credential: { ...credential, x: 1 },
    })
    seen[`connections add ${accountId}, wrong`] = (
      await runInterlock(['connections', 'add', '-'], { stdin: wrong, env })
    ).err
    const posts = [
      accountId === 'bluesky' ? 'at://did:plc:abcabcabcabcabcabcabcabc/app.bsky.feed.post/x' : 'post',
    ]
    await stagnate(runtime, accountId, posts, 0, 'social')
    await watchPosts(runtime, [{ line: 1, json: { accountId, platform: 'social', postId: posts[0] } }], null)
  }

  const served = await startInterlock(await freePort(), {
    ...env,
    INTERLOCK_BOOTSTRAP_LEAD: `${lead.email}:${lead.password}`,
  })
  try {
    await vi.waitUntil(everythingHasFailed, { timeout: 120_000, interval: 200 })
    expect(answered).toBeGreaterThanOrEqual(Object.keys(secrets).length)
    for (const [path, text] of await everyAnswer(served.url)) seen[path] = text
  } finally {
    await served.stop()
  }
  seen['the log'] = served.output()
  seen['the database'] = await everyRow()
  // Else this test would prove nothing.
  expect(seen['the log']).toContain('"level":"')
  expect(seen['/recovery']).toContain('Metrics could not be fetched')
  expect(seen['the database']).toContain('sheal_')

  for (const [place, text] of Object.entries(seen)) {
    for (const form of Object.values(secrets).flatMap(formsOf)) expect(text, place).not.toContain(form)
  }
  await runtime.close()
})

/** A secret as it may be written. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const inner = secret.startsWith('whsec_') ? formsOf(webhookBytes) : []
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
    ...inner,
  ]
}

/** A platform that fails in every way, and says back what it was told. */
const failing: NonNullable<Parameters<typeof createServer>[1]> = (request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    answered += 1
    const told = JSON.stringify({ error: 'Failed', message: `${JSON.stringify(request.headers)} ${body}` })
    const status = [500, 401, 200, 403][answered % 5]
    if (status === undefined) response.destroy()
    else
      response
        .writeHead(status, { 'content-type': 'application/json', 'x-told': JSON.stringify(request.headers) })
        .end(told)
  })
}

async function everythingHasFailed(): Promise<boolean> {
  const [row] = await queryDatabase<{ waiting: number; healthy: number }>(
    database.url,
    `SELECT (SELECT count(*)::int FROM post WHERE NOT EXISTS (
         SELECT FROM recovery_action JOIN recovery_step ON action_id = id
         WHERE post_no = no AND recovery_step.status NOT IN ('reserved', 'running'))) AS waiting,
       (SELECT count(*)::int FROM connection WHERE next_fetch_at IS NOT NULL AND fetch_failed_at IS NULL) AS healthy`,
  )
  return row?.waiting === 0 && row.healthy === 0
}

/** What a signed-in lead and a program are answered, by path. */
async function everyAnswer(url: string): Promise<readonly [string, string][]> {
  const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(lead),
  })
  expect(signedIn.status).toBe(200)
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const { shell, overview, accounts, account, recovery, policies, stopOrders } = consoleRoutes
  const posts = await queryDatabase<{ no: string }>(database.url, 'SELECT no FROM post')
  const paths = [
    ...[shell(), overview(), accounts(), account('webhook'), recovery(), policies(), stopOrders()],
    ...['/', '/recovery', '/accounts/webhook', '/policies', '/metrics', '/readyz'],
    ...posts.map(({ no }) => `/recovery/${no}`),
  ]
  const answers: [string, string][] = []
  for (const path of paths) {
    const answer = await fetch(url + path, { headers: { cookie } })
    expect(answer.status, path).toBeLessThan(500)
    answers.push([path, await answer.text()])
  }
  return answers
}

/** Every row of every table as text; bytes in hex. */
async function everyRow(): Promise<string> {
  const tables = await queryDatabase<{ name: string }>(
    database.superuserUrl,
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  )
  const texts: string[] = []
  for (const { name } of tables) {
    const rows = await queryDatabase<{ text: string }>(
      database.superuserUrl,
      `SELECT t::text AS text FROM ${name} AS t`,
    )
    texts.push(...rows.map(({ text }) => text))
  }
  return texts.join('\n')
}
