import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { blueskyConnector } from '#lib/connectors/bluesky/bluesky-connector.ts'
import { recordKey } from '#lib/connectors/bluesky/record-key.ts'
import { mastodonConnector } from '#lib/connectors/mastodon/mastodon-connector.ts'
import { webhookConnector, type WebhookOptions } from '#lib/connectors/webhook/webhook-connector.ts'
import { openCredential, sealCredential } from '#lib/services/sealed-credential.ts'
import { type PlatformStub, startPlatformStub, stubSecret } from '#tests/support/platform-stub.ts'
import { sha256Hex } from '#tests/support/recovery-samples.ts'

let stub: PlatformStub
beforeAll(async () => {
  stub = await startPlatformStub()
})
beforeEach(() => stub.fates())
afterAll(() => stub.child.kill())

const clock = Date.now
const webhook = (options: Partial<WebhookOptions> = {}) =>
  webhookConnector({
    url: `${stub.url}/webhook`,
    secret: stubSecret,
    lookUp: true,
    fetchMetrics: true,
    clock,
    ...options,
  })
const mastodon = (accessToken = 'token') => mastodonConnector({ url: stub.url, accessToken, clock })
const bluesky = () =>
  blueskyConnector({ url: stub.url, identifier: 'stub.test', password: 'password', clock })
let keys = 0
const request = (postId: string) => {
  keys += 1
  const idempotencyKey = `sheal_${sha256Hex(String(keys)).slice(0, 32)}`
  return { postId, idempotencyKey, text: `Text ${String(keys)}`, attempt: 1 }
}

const connectors = [
  { name: 'webhook', connector: () => webhook(), postId: 'post' },
  { name: 'mastodon', connector: () => mastodon(), postId: 'status' },
  {
    name: 'bluesky',
    connector: bluesky,
    postId: 'at://did:plc:stubstubstubstubstubstub/app.bsky.feed.post/parent',
  },
]

describe.each(connectors)('the connector $name', ({ connector, postId }) => {
  const sinceMs = Date.now() - 1000
  const look = (asked: ReturnType<typeof request>) =>
    connector().lookUp({ ...asked, actionType: 'comment', sinceMs })

  test('comments once, names what it made, and finds it again', async () => {
    const asked = request(postId)
    expect(await look(asked)).toStrictEqual({ kind: 'absent' })
    const done = await connector().comment(asked)
    expect(done).toMatchObject({ kind: 'done', reference: expect.any(String) as unknown })
    expect(await look(asked)).toMatchObject({ kind: 'found' })
  })

  test('finds the effect whose answer was lost, and none where none was', async () => {
    const [lost, never] = [request(postId), request(postId)]
    await stub.fates('drop_after', 'drop_before')
    const ambiguous = { kind: 'failed', errorCode: 'network_error', mayHaveLeft: true }
    expect(await connector().comment(lost)).toMatchObject(ambiguous)
    expect(await connector().comment(never)).toMatchObject(ambiguous)
    expect(await look(lost)).toMatchObject({ kind: 'found' })
    expect(await look(never)).toStrictEqual({ kind: 'absent' })
  })

  test.each([
    ['rate_limit', { errorCode: 'rate_limit', mayHaveLeft: false, retryAfterMs: 7000 }],
    ['unavailable', { errorCode: 'service_unavailable', mayHaveLeft: false }],
    ['forbidden', { errorCode: 'http_403', mayHaveLeft: false }],
  ] as const)('says of %s what it means', async (fate, meaning) => {
    await stub.fates(fate)
    expect(await connector().thread(request(postId))).toMatchObject({ kind: 'failed', ...meaning })
  })
})

test.each(connectors)(
  'the connector $name does one key only once, however often it is sent within the hour',
  async ({ connector, postId }) => {
    const asked = request(postId)
    await connector().comment(asked)
    await connector().comment(asked)
    const effects = await stub.effects()
    expect(effects[asked.idempotencyKey] ?? effects[recordKey(asked.idempotencyKey)]).toBe(1)
  },
)

test.each([
  ['mastodon', () => mastodon(), 'status'],
  ['bluesky', bluesky, connectors[2]?.postId ?? ''],
] as const)(
  'the connector %s waits for the reset of a rate limit that names no Retry-After',
  async (_name, connector, postId) => {
    await stub.fates('rate_limit_reset')
    const answer = await connector().comment(request(postId))
    expect(answer).toMatchObject({ kind: 'failed', errorCode: 'rate_limit', mayHaveLeft: false })
    const waitMs = answer.kind === 'failed' ? (answer.retryAfterMs ?? 0) : 0
    // The platform says a whole second, a minute from when it was asked; the answer took a while to come.
    expect(waitMs).toBeGreaterThan(50_000)
    expect(waitMs).toBeLessThanOrEqual(61_000)
  },
)

test.each(connectors.filter(({ name }) => name !== 'webhook'))(
  'the connector $name takes an answer that is none for an open question',
  async ({ connector, postId }) => {
    await stub.fates('gibberish')
    const asked = request(postId)
    expect(await connector().comment(asked)).toMatchObject({ errorCode: 'network_error', mayHaveLeft: true })
    const looked = { ...asked, actionType: 'comment', sinceMs: 0 } as const
    expect(await connector().lookUp(looked)).toStrictEqual({ kind: 'absent' })
  },
)

test('Mastodon names what is wrong with a request, and none of it is tried again', async () => {
  const unsent = { kind: 'failed', mayHaveLeft: false }
  const long = { ...request('status'), text: 'x'.repeat(501) }
  expect(await mastodon().comment(long)).toMatchObject({ ...unsent, errorCode: 'http_422' })
  expect(await mastodon().comment(request('missing'))).toMatchObject({ ...unsent, errorCode: 'http_404' })
  expect(await mastodon('wrong').comment(request('status'))).toMatchObject({
    ...unsent,
    errorCode: 'http_401',
  })
})

test('an edit on Mastodon is found by the text that the post has', async () => {
  const asked = request('edited')
  const looked = { ...asked, actionType: 'edit', sinceMs: 0 } as const
  expect(await mastodon().lookUp(looked)).toStrictEqual({ kind: 'absent' })
  expect(await mastodon().edit(asked)).toMatchObject({ kind: 'done' })
  expect(await mastodon().lookUp(looked)).toMatchObject({ kind: 'found' })
})

test('Bluesky says that it cannot edit, and of a post that is none that nothing was sent', async () => {
  expect(bluesky().capabilities.actions).toStrictEqual(['comment', 'thread'])
  expect(await bluesky().comment(request('not an address'))).toMatchObject({
    errorCode: 'invalid_post',
    mayHaveLeft: false,
  })
})

test('only a connector that can see impressions fetches metrics', () => {
  const fetching = connectors.filter(({ connector }) => connector().capabilities.fetchMetrics)
  expect(fetching.map(({ name }) => name)).toStrictEqual(['webhook'])
  expect(webhook({ fetchMetrics: false }).capabilities.fetchMetrics).toBe(false)
})

test('a webhook with another secret is refused, and metrics are fetched with the right one', async () => {
  const wrong = webhook({ secret: `whsec_${Buffer.from('x'.repeat(24)).toString('base64')}` })
  expect(await wrong.comment(request('p'))).toMatchObject({ errorCode: 'http_401', mayHaveLeft: false })
  expect(await webhook().fetchMetrics([{ postId: 'p' }])).toStrictEqual({
    kind: 'fetched',
    samples: [{ postId: 'p', impressions: 10, engagements: 1 }],
  })
})

test('a platform that nobody answers for surely received nothing', async () => {
  const connector = webhook({ url: 'http://127.0.0.1:4749/' })
  expect(await connector.comment(request('p'))).toMatchObject({
    errorCode: 'network_error',
    mayHaveLeft: false,
  })
})

test('a sealed credential opens for its owner with its secret alone', () => {
  const sealed = sealCredential('secret', 'owner', { token: 'plain' })
  expect(Buffer.from(sealed).toString('latin1')).not.toContain('plain')
  expect(openCredential('secret', 'owner', sealed)).toStrictEqual({ token: 'plain' })
  expect(() => openCredential('other', 'owner', sealed)).toThrow('cannot be opened')
  expect(() => openCredential('secret', 'thief', sealed)).toThrow('cannot be opened')
})
