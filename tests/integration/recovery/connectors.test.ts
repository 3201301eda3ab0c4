import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { blueskyConnector } from '#lib/connectors/bluesky/bluesky-connector.ts'
import { recordKey } from '#lib/connectors/bluesky/record-key.ts'
import { mastodonConnector } from '#lib/connectors/mastodon/mastodon-connector.ts'
import { webhookConnector } from '#lib/connectors/webhook/webhook-connector.ts'
import { openCredential, sealCredential } from '#lib/services/recovery/sealed-credential.ts'
import { type PlatformStub, startPlatformStub, stubSecret } from '#tests/support/platform-stub.ts'
import { sha256Hex } from '#tests/support/recovery-samples.ts'

let stub: PlatformStub
beforeAll(async () => {
  stub = await startPlatformStub()
})
beforeEach(() => stub.fates())
afterAll(() => stub.child.kill())

const clock = Date.now
let keys = 0
const request = (postId: string) => {
  keys += 1
  const idempotencyKey = `sheal_${sha256Hex(String(keys)).slice(0, 32)}`
  return { postId, idempotencyKey, text: `Text ${String(keys)}`, attempt: 1 }
}

const connectors = [
  {
    name: 'webhook',
    connector: () =>
      webhookConnector({ url: `${stub.url}/webhook`, secret: stubSecret, lookUp: true, clock }),
    postId: 'post',
    repeats: true,
  },
  {
    name: 'mastodon',
    connector: () => mastodonConnector({ url: stub.url, accessToken: 'token', clock }),
    postId: 'status',
    repeats: false,
  },
  {
    name: 'bluesky',
    connector: () =>
      blueskyConnector({ url: stub.url, identifier: 'stub.test', password: 'password', clock }),
    postId: 'at://did:plc:stubstubstubstubstubstub/app.bsky.feed.post/parent',
    repeats: true,
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

test.each(connectors.filter(({ repeats }) => repeats))(
  'the connector $name does one key only once, however often it is sent',
  async ({ connector, postId }) => {
    const asked = request(postId)
    await connector().comment(asked)
    await connector().comment(asked)
    const effects = await stub.effects()
    expect(effects[asked.idempotencyKey] ?? effects[recordKey(asked.idempotencyKey)]).toBe(1)
  },
)

test('an edit on Mastodon is found by the text that the post has', async () => {
  const connector = mastodonConnector({ url: stub.url, accessToken: 'token', clock })
  const asked = request('edited')
  const looked = { ...asked, actionType: 'edit', sinceMs: 0 } as const
  expect(await connector.lookUp(looked)).toStrictEqual({ kind: 'absent' })
  expect(await connector.edit(asked)).toMatchObject({ kind: 'done' })
  expect(await connector.lookUp(looked)).toMatchObject({ kind: 'found' })
})

test('Bluesky says that it cannot edit', () => {
  const { capabilities } = blueskyConnector({ url: stub.url, identifier: 'a', password: 'b', clock })
  expect(capabilities.actions).toStrictEqual(['comment', 'thread'])
})

test('a webhook with another secret is refused, and metrics are fetched with the right one', async () => {
  const options = { url: `${stub.url}/webhook`, lookUp: false, clock }
  const wrong = webhookConnector({
    ...options,
    secret: `whsec_${Buffer.from('x'.repeat(24)).toString('base64')}`,
  })
  expect(await wrong.comment(request('p'))).toMatchObject({ errorCode: 'http_401', mayHaveLeft: false })
  const right = webhookConnector({ ...options, secret: stubSecret })
  expect(await right.fetchMetrics([{ postId: 'p' }])).toStrictEqual({
    kind: 'fetched',
    samples: [{ postId: 'p', impressions: 10, engagements: 1 }],
  })
})

test('a platform that nobody answers for surely received nothing', async () => {
  const connector = webhookConnector({
    url: 'http://127.0.0.1:4749/',
    secret: stubSecret,
    lookUp: false,
    clock,
  })
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
