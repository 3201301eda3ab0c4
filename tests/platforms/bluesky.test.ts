import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blueskyConnector } from '#lib/connectors/bluesky/bluesky-connector.ts'
import { recordKey } from '#lib/connectors/bluesky/record-key.ts'
import {
  blueskyIdentifier,
  blueskyStoryEnds,
  storyKey,
  tellBlueskyStory,
} from '#tests/support/bluesky-story.ts'
import { type DroppingProxy, startDroppingProxy, type WriteFate } from './dropping-proxy.ts'
import { withoutSecrets } from './without-secrets.ts'

const collection = 'app.bsky.feed.post'
const password = 'a password of the test alone'
let child: ChildProcess
let server: string
let proxy: DroppingProxy
let did: string

beforeAll(async () => {
  child = spawn(process.execPath, [path.join(import.meta.dirname, 'servers/personal-data-server.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('stdout is a pipe')
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
  server = url
  proxy = await startDroppingProxy(server)
  const account = { handle: blueskyIdentifier, email: 'brand@example.org', password }
  did = (await call<{ did: string }>('com.atproto.server.createAccount', account)).did
})
afterAll(() => {
  proxy.close()
  // The end of its input ends it.
  child.stdin?.end()
})

async function call<Answer>(method: string, body: object | null, token = '', query = ''): Promise<Answer> {
  const response = await fetch(`${server}/xrpc/${method}${query}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as Answer
}

interface ListedPost {
  readonly uri: string
  readonly value: {
    readonly text: string
    readonly reply?: { root: { uri: string }; parent: { uri: string } }
  }
}

test('the connector bluesky on a real server: each effect once, each loss told apart, each fault named', async () => {
  const login = { identifier: blueskyIdentifier, password }
  const { accessJwt } = await call<{ accessJwt: string }>('com.atproto.server.createSession', login)
  const record = { $type: collection, text: 'The post that stagnates', createdAt: '2026-01-01T00:00:00Z' }
  const posted = { repo: did, collection, rkey: '3kbrandbrand2', record }
  const { uri: postId } = await call<{ uri: string }>('com.atproto.repo.putRecord', posted, accessJwt)

  const stage = { url: proxy.url, password, postId, lose: (fate: WriteFate) => void proxy.fates.push(fate) }
  const story = await tellBlueskyStory(stage)
  const uri = (name: string) => `at://${did}/${collection}/${recordKey(storyKey(name))}`
  expect(story).toStrictEqual(blueskyStoryEnds(uri))

  const listed = `?repo=${did}&collection=${collection}`
  const { records } = await call<{ records: ListedPost[] }>('com.atproto.repo.listRecords', null, '', listed)
  const names = ['helped', 'thread', 'lost', 'late']
  expect(records.map((one) => one.uri).toSorted()).toStrictEqual([postId, ...names.map(uri)].toSorted())
  const thread = records.find((one) => one.uri === uri('thread'))
  expect(thread?.value.reply).toMatchObject({ root: { uri: postId }, parent: { uri: uri('helped') } })

  if (process.env.RECORD_EXCHANGES) {
    const fixture = path.resolve(import.meta.dirname, '../fixtures/bluesky-exchanges.json')
    const exchanges = withoutSecrets(proxy.exchanges, [password])
    writeFileSync(fixture, `${JSON.stringify({ did, postId, exchanges }, null, 2)}\n`)
  }
})

test('the connector bluesky heeds the rate limit of a real server', async () => {
  const options = { url: server, identifier: 'limited.test', clock: Date.now }
  // Thirty sign-ins in five minutes are let through; each with another password, or the connector asks only once.
  for (let n = 0; n < 31; n += 1) {
    const connector = blueskyConnector({ ...options, password: `wrong ${String(n)}` })
    const look = await connector.lookUp({
      postId: `at://${did}/${collection}/x`,
      idempotencyKey: storyKey('limited'),
      text: '',
      attempt: 1,
      actionType: 'comment',
      sinceMs: 0,
    })
    expect(look.kind).toBe('cannot_tell')
  }
  const connector = blueskyConnector({ ...options, password: 'wrong in the end' })
  const request = {
    postId: `at://${did}/${collection}/x`,
    idempotencyKey: storyKey('limited'),
    text: '',
    attempt: 1,
  }
  const answer = await connector.comment(request)
  expect(answer).toMatchObject({ kind: 'failed', errorCode: 'rate_limit', mayHaveLeft: false })
  const waitMs = answer.kind === 'failed' ? (answer.retryAfterMs ?? 0) : 0
  expect(waitMs).toBeGreaterThan(0)
  expect(waitMs).toBeLessThanOrEqual(5 * 60_000)
})
