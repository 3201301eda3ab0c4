import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Webhook } from 'standardwebhooks'

/** What happens to the next requests that are made: without an effect, or with one whose answer is lost. */
export type StubFate =
  | 'rate_limit'
  /** As `rate_limit`, but says when it is over in the platform's own header. */
  | 'rate_limit_reset'
  | 'unavailable'
  | 'forbidden'
  | 'drop_before'
  | 'drop_after'
  /** Answers 200, with what no platform would say. */
  | 'gibberish'
  /** Keeps the request, and hangs up when other fates are given. */
  | 'stall'

/**
 * A stand-in for platforms, in a process of its own: webhook receiver, Mastodon as its documentation shapes it, and AT
 * protocol as its server answers, as far as asked.
 */
export interface PlatformStub {
  readonly url: string
  readonly child: ChildProcess
  /** Null is none. */
  readonly fates: (...fates: (StubFate | null)[]) => Promise<void>
  /** How often each key, text or record had its effect. */
  readonly effects: () => Promise<Record<string, number>>
  /** The posts of each request for metrics so far, by the connection's path. */
  readonly fetches: () => Promise<readonly { readonly path: string; readonly postIds: readonly string[] }[]>
}

export const stubSecret = `whsec_${Buffer.from('a webhook secret for the stub only').toString('base64')}`

/** Starts the stub on a free port of the loopback. */
export async function startPlatformStub(): Promise<PlatformStub> {
  const file = path.resolve(import.meta.dirname, 'platform-stub.ts')
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, INTERLOCK_PLATFORM_STUB: 'yes' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
  return {
    url,
    child,
    fates: async (...fates) => {
      await fetch(`${url}/control`, { method: 'POST', body: JSON.stringify(fates) })
    },
    effects: async () => (await (await fetch(`${url}/effects`)).json()) as Record<string, number>,
    fetches: async () =>
      (await (await fetch(`${url}/fetches`)).json()) as { path: string; postIds: readonly string[] }[],
  }
}

type Json = Record<string, unknown>
interface Asked {
  readonly body: Json
  readonly query: URLSearchParams
  readonly path: string
}

const fates: (StubFate | null)[] = []
const stalled = new Set<ServerResponse>()
const effects = new Map<string, number>()
const references = new Map<string, Json>()

const fetches: { path: string; postIds: readonly string[] }[] = []

/** Refuses the request, or keeps it, when its fate says so. */
function isRefused(fate: StubFate | null, response: ServerResponse): boolean {
  const json = { 'content-type': 'application/json' }
  const inASecond = new Date(Math.ceil(Date.now() / 1000) * 1000 + 60_000)
  if (fate === 'rate_limit') response.writeHead(429, { 'retry-after': '7', ...json })
  else if (fate === 'rate_limit_reset') {
    // Mastodon gives a time, the AT protocol seconds since 1970; each reads its own.
    response.writeHead(429, {
      'x-ratelimit-reset': inASecond.toISOString().replace('Z', '000Z'),
      'ratelimit-reset': String(inASecond.getTime() / 1000),
      ...json,
    })
  } else if (fate === 'unavailable') response.writeHead(503, json)
  else if (fate === 'forbidden') response.writeHead(403, json)
  else if (fate === 'stall') {
    stalled.add(response)
    return true
  } else return false
  response.end(JSON.stringify({ error: fate, message: fate }))
  return true
}

/** Does the effect as the next fate says; null when its answer is lost. */
function act(key: string, made: Json, response: ServerResponse, isIdempotent = false): Json | null {
  const fate = fates.shift() ?? null
  if (isRefused(fate, response)) return null
  if (fate === 'gibberish') return { hello: 'world' }
  if (fate !== 'drop_before') {
    if (!(isIdempotent && references.has(key))) {
      effects.set(key, (effects.get(key) ?? 0) + 1)
      references.set(key, made)
    }
  }
  if (fate === null) return references.get(key) ?? made
  response.destroy()
  return null
}

/**
 * The counters of posts, which grow with each request: of `fall…` they fall, `unknown…` is not known, and whoever asks
 * for `nosy` is told of another post as well.
 */
function metrics(path: string, postIds: readonly string[], response: ServerResponse): Json | null {
  fetches.push({ path, postIds })
  const fate = fates.shift() ?? null
  if (isRefused(fate, response)) return null
  if (fate !== null) {
    response.destroy()
    return null
  }
  const told = postIds.includes('nosy') ? [...postIds, 'not-asked-for'] : postIds
  const samples = told.flatMap((postId) => {
    if (postId.startsWith('unknown')) return []
    const n = fetches.filter((one) => one.path === path && one.postIds.includes(postId)).length
    const impressions = postId.startsWith('fall') ? 1000 - n : 10 * n
    return [{ postId, impressions, engagements: n }]
  })
  return { samples }
}

/** `/careless` does an effect as often as it is asked to. */
function webhook(
  text: string,
  headers: IncomingMessage['headers'],
  response: ServerResponse,
  pathname: string,
) {
  // By the request's own time: tests move their clocks.
  const at = new Date(Number(headers['webhook-timestamp']) * 1000)
  const signature = new Webhook(stubSecret).sign(String(headers['webhook-id']), at, text)
  if (headers['webhook-signature'] !== signature) {
    response.writeHead(401).end()
    return null
  }
  const event = JSON.parse(text) as { type: string; data: { idempotencyKey: string; postIds: string[] } }
  const key = event.data.idempotencyKey
  if (event.type === 'interlock.recovery.look_up') {
    return references.has(key) ? { found: true, reference: `ref:${key}` } : { found: false }
  }
  if (event.type === 'interlock.recovery.fetch_metrics') {
    return metrics(pathname, event.data.postIds, response)
  }
  return act(key, { reference: `ref:${key}` }, response, !pathname.startsWith('/careless'))
}

const account = { id: 'me', username: 'me', acct: 'me', display_name: 'Me' }
const maxCharacters = 500

function mastodon(
  { path: route, body }: Asked,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): Json | null {
  const refuse = (status: number, error: string) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
    return null
  }
  if (headers.authorization !== 'Bearer token') return refuse(401, 'The access token is invalid')
  if (route === '/api/v1/accounts/verify_credentials') return account
  const [, id = '', part] = /^\/api\/v1\/statuses(?:\/([^/]+))?(?:\/(source|context))?$/.exec(route) ?? []
  const text = typeof body.status === 'string' ? body.status : ''
  if (id.startsWith('missing') || String(body.in_reply_to_id).startsWith('missing')) {
    return refuse(404, 'Record not found')
  }
  if (part === 'source') return { id, text: texts.get(id) ?? 'original', spoiler_text: '' }
  if (part === 'context') {
    const descendants = [...references.values()].filter((status) => status.in_reply_to_id === id)
    return { ancestors: [], descendants }
  }
  if (text === '') return refuse(422, "Validation failed: Text can't be blank")
  if (text.length > maxCharacters)
    return refuse(422, 'Validation failed: Text character limit of 500 exceeded')
  const own = method === 'PUT' ? id : String(texts.size + 1)
  // Mastodon knows an Idempotency-Key for an hour; an edit has none, and needs none.
  const given = headers['idempotency-key']
  const key = typeof given === 'string' ? given : id
  const before = effects.get(key)
  const status = act(key, statusOf(own, text, body), response, method !== 'PUT')
  if (effects.get(key) !== before) texts.set(own, text)
  return status
}

const texts = new Map<string, string>()

function statusOf(id: string, text: string, body: Json): Json {
  return {
    id,
    created_at: new Date().toISOString(),
    in_reply_to_id: body.in_reply_to_id ?? null,
    in_reply_to_account_id: null,
    sensitive: false,
    spoiler_text: '',
    visibility: 'public',
    language: 'en',
    uri: `https://stub/users/me/statuses/${id}`,
    url: `https://stub/@me/${id}`,
    replies_count: 0,
    reblogs_count: 0,
    favourites_count: 0,
    edited_at: null,
    content: `<p>${text}</p>`,
    reblog: null,
    account,
    media_attachments: [],
    mentions: [],
    tags: [],
    emojis: [],
    card: null,
    poll: null,
  }
}

function atproto({ path: route, body, query }: Asked, response: ServerResponse): Json | null {
  const did = 'did:plc:stubstubstubstubstubstub'
  const cid = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'
  if (route.endsWith('createSession')) {
    const token = `e30.${Buffer.from(JSON.stringify({ exp: 9e9 })).toString('base64url')}.x`
    return { did, handle: 'stub.test', accessJwt: token, refreshJwt: token }
  }
  if (route.endsWith('getRecord')) {
    const key = query.get('rkey') ?? ''
    const value = key === 'parent' ? { text: 'parent' } : references.get(key)
    if (value) return { uri: `at://${did}/app.bsky.feed.post/${key}`, cid, value }
    response.writeHead(400, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: 'RecordNotFound', message: 'Could not locate record' }))
    return null
  }
  const key = String(body.rkey)
  const made = act(key, body.record as Json, response, true)
  if (made && 'hello' in made) return made
  return made ? { uri: `at://${did}/app.bsky.feed.post/${key}`, cid } : null
}

function answer(request: IncomingMessage, text: string, response: ServerResponse): void {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://stub')
  const found = (): unknown => {
    if (pathname === '/control') {
      for (const kept of stalled) kept.destroy()
      stalled.clear()
      return fates.splice(0, fates.length, ...(JSON.parse(text) as (StubFate | null)[]))
    }
    if (pathname === '/effects') return Object.fromEntries(effects)
    if (pathname === '/fetches') return fetches
    if (pathname.startsWith('/webhook') || pathname.startsWith('/careless')) {
      return webhook(text, request.headers, response, pathname)
    }
    const body = text.startsWith('{')
      ? (JSON.parse(text) as Json)
      : Object.fromEntries(new URLSearchParams(text))
    const asked = { body, query, path: pathname }
    return pathname.startsWith('/xrpc/') ? atproto(asked, response) : mastodon(asked, request, response)
  }
  const json = found()
  if (json === null || response.headersSent) return
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json))
}

if (process.env.INTERLOCK_PLATFORM_STUB && process.argv[1] === import.meta.filename) {
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => answer(request, text, response))
  })
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}\n`)
  })
}
