import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleVerdictsSchema } from '#lib/contracts/api/sample-verdicts.ts'
import { watchVerdictsSchema } from '#lib/contracts/api/watch-verdicts.ts'
import { createGate } from '#lib/gate/create-gate.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy, openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { minute, noonMs } from '#tests/support/recovery-samples.ts'

let database: TestDatabase
let runtime: Runtime & { readonly failures: unknown[] }
let server: Server
let token: string
let everywhere: string

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = openRuntime(database.url, { clock: () => noonMs })
  await openAccount(runtime, 'own', calmPolicy)
  await openAccount(runtime, 'other', calmPolicy)
  const key = { agentId: 'metrics', accountIds: ['own'], expiresAtMs: null }
  token = (await createKey(runtime, key)).token
  everywhere = (await createKey(runtime, { ...key, accountIds: null })).token
  const gate = createGate(runtime)
  server = createServer((request, response) => {
    if (!gate(request, response)) response.writeHead(418).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await runtime.close()
  await database.drop()
  expect(runtime.failures).toEqual([])
})

const sample = (minutesAgo: number, impressions: number, engagements: number, changes: object = {}) => ({
  postId: 'p',
  platform: 'recorded',
  accountId: 'own',
  capturedAt: new Date(noonMs - minutesAgo * minute).toISOString(),
  impressions,
  engagements,
  ...changes,
})

async function send(
  body: string,
  type = 'application/json',
  authorization = `Bearer ${token}`,
  call = 'metrics',
) {
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${String(port)}/api/v1/posts/${call}`, {
    method: 'POST',
    headers: { 'content-type': type, authorization },
    body,
  })
  return { status: response.status, json: (await response.json()) as unknown }
}

describe('POST /api/v1/posts/metrics', () => {
  test('says of each line what became of it', async () => {
    const first = await send(JSON.stringify([sample(60, 100, 5), sample(30, 200, 6)]))
    expect(first).toMatchObject({ status: 200, json: { accepted: 2, refused: 0 } })
    const lines = [
      sample(30, 200, 6),
      sample(30, 210, 6),
      sample(45, 150, 5),
      sample(10, 190, 6),
      sample(-6, 300, 7),
      sample(5, 300, 7, { accountId: 'other' }),
      sample(5, 300, 7, { accountId: 'missing' }),
      sample(5, -1, 7.5, { capturedAt: '2026-01-01T12:00:00' }),
    ].map((line) => JSON.stringify(line))
    const second = await send([...lines, 'not JSON', '', lines[0]].join('\n'), 'application/x-ndjson')
    const { lines: verdicts } = sampleVerdictsSchema.parse(second.json)
    expect(verdicts.map((verdict) => ('code' in verdict ? verdict.code : verdict.result))).toStrictEqual([
      'duplicate',
      'correction',
      'late',
      'falling',
      'in_future',
      'forbidden',
      'forbidden',
      'invalid',
      'invalid',
      'duplicate',
    ])
    expect(verdicts[7]).toMatchObject({
      message: expect.stringMatching(/capturedAt.*impressions.*engagements/) as unknown,
    })
    expect(verdicts.at(-1)?.line).toBe(11)
    const unknown = JSON.stringify([sample(1, 1, 1, { accountId: 'missing' })])
    expect(await send(unknown, 'application/json', `Bearer ${everywhere}`)).toMatchObject({
      json: { refused: 1, lines: [{ code: 'unknown_account' }] },
    })
    const kept = await queryDatabase(database.url, 'SELECT 1 FROM metric_sample')
    expect(kept).toHaveLength(5)
  })

  test('judges each sample by those before it, of the same request too', async () => {
    const post = { postId: 'together' }
    const lines = [
      sample(60, 100, 5, post),
      sample(40, 90, 5, post),
      sample(20, 95, 4, post),
      sample(50, 100, 5, post),
      sample(20, 120, 6, post),
      sample(10, 119, 6, post),
      sample(0, 120, 6, post),
    ]
    const { lines: verdicts } = sampleVerdictsSchema.parse((await send(JSON.stringify(lines))).json)
    expect(verdicts.map(({ result }) => result)).toStrictEqual([
      'accepted',
      'falling',
      'falling',
      'late',
      'correction',
      'falling',
      'accepted',
    ])
  })

  test('a bad line costs no other line anything, whatever it holds', async () => {
    const lines = [
      sample(5, 1, 1, { postId: 'a\0b' }),
      sample(5, 1, 1, { postId: '\ud800' }),
      sample(5, 1, 1, { postId: 'titled', title: 'a\0b' }),
      sample(5, 2 ** 60, 1, { postId: 'large' }),
      sample(5, 1, 1, { postId: 'x'.repeat(501) }),
      sample(5, 1, 1, { postId: 'Ünïcödé “🎉”', title: 'two\nlines' }),
      null,
      [],
      'text',
      { ...sample(5, 1, 1), likes: 3 },
    ]
    const { lines: verdicts } = sampleVerdictsSchema.parse((await send(JSON.stringify(lines))).json)
    expect(verdicts.map((verdict) => ('code' in verdict ? verdict.code : verdict.result))).toStrictEqual([
      ...Array.from({ length: 5 }, () => 'invalid'),
      'accepted',
      ...Array.from({ length: 4 }, () => 'invalid'),
    ])
    expect(verdicts[9]).toMatchObject({ message: 'likes is not a known field' })
  })

  test('a new sample makes its post due, one that is there already does not', async () => {
    const dueAt = async () => {
      const query = `SELECT next_evaluation_at AS at FROM post WHERE post_id = 'due' AND account_id = 'own'`
      return (await queryDatabase<{ at: Date | null }>(database.url, query))[0]?.at ?? null
    }
    const evaluated = (at: Date) =>
      queryDatabase(
        database.url,
        `UPDATE post SET evaluated_at = $1, next_evaluation_at = NULL WHERE post_id = 'due'`,
        [at],
      )
    const first = JSON.stringify([sample(30, 100, 5, { postId: 'due' })])
    await send(first)
    expect(await dueAt()).toStrictEqual(new Date(noonMs))
    await evaluated(new Date(noonMs - minute / 2))
    await send(first)
    expect(await dueAt()).toBeNull()
    await send(JSON.stringify([sample(31, 90, 5, { postId: 'due' })]))
    expect(await dueAt(), 'not more than once a minute').toStrictEqual(new Date(noonMs + minute / 2))
  })

  test('refuses a body as a whole, keeping nothing', async () => {
    expect(await send('[]')).toMatchObject({ status: 400 })
    expect(await send('[{')).toMatchObject({ status: 400 })
    expect(await send('[1]', 'text/plain')).toMatchObject({ status: 415 })
    expect(await send('[1]', 'application/json', 'Bearer nothing')).toMatchObject({ status: 401 })
    expect(await send(`["${'x'.repeat(8 * 1024 * 1024)}"]`)).toMatchObject({ status: 413 })
    expect(await send(`[${'1,'.repeat(10_000)}1]`)).toMatchObject({ status: 400 })
  })

  test('takes ten thousand samples, and the same again changes nothing', async () => {
    const body = JSON.stringify(
      Array.from({ length: 10_000 }, (_, n) =>
        sample(n % 20, 1000 - (n % 20), 9, { postId: `many-${String(n % 500)}` }),
      ),
    )
    expect(await send(body)).toMatchObject({ status: 200, json: { accepted: 10_000 } })
    const again = sampleVerdictsSchema.parse((await send(body)).json)
    expect(new Set(again.lines.map(({ result }) => result))).toStrictEqual(new Set(['duplicate']))
  })
})

describe('POST /api/v1/posts/watch', () => {
  test('watches posts without a sample, each judged by itself', async () => {
    const lines = [
      { accountId: 'own', platform: 'hook', postId: 'new', title: 'New' },
      { accountId: 'other', platform: 'hook', postId: 'new' },
      { accountId: 'own', platform: 'hook', postId: '', impressions: 1 },
      { accountId: 'own', platform: 'hook', postId: 'new' },
    ]
    const answer = await send(JSON.stringify(lines), 'application/json', `Bearer ${token}`, 'watch')
    expect(answer.status).toBe(200)
    expect(watchVerdictsSchema.parse(answer.json)).toStrictEqual({
      watched: 2,
      refused: 2,
      lines: [
        { line: 1, result: 'watched', fetched: false },
        {
          line: 2,
          result: 'refused',
          code: 'forbidden',
          message: 'This key may not speak for account other.',
        },
        {
          line: 3,
          result: 'refused',
          code: 'invalid',
          message: expect.stringMatching(/postId .*impressions is not a known field/) as unknown,
        },
        { line: 4, result: 'watched', fetched: false },
      ],
    })
    const posts = await queryDatabase(
      database.url,
      `SELECT title, last_sample_at, watched_until FROM post JOIN post_watch ON post_no = no WHERE post_id = 'new'`,
    )
    expect(posts).toStrictEqual([
      { title: 'New', last_sample_at: null, watched_until: new Date(noonMs + 30 * 24 * 60 * minute) },
    ])
    expect(await send('[]', 'application/json', 'Bearer nothing', 'watch')).toMatchObject({ status: 401 })
  })
})
