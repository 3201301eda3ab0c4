import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Webhook } from 'standardwebhooks'

/** What happens to the next effects that are asked for: without an effect, or with one whose answer is lost. */
export type StubFate = 'rate_limit' | 'unavailable' | 'forbidden' | 'drop_before' | 'drop_after'

/** A stand-in for platforms, in a process of its own: webhook receiver, Mastodon and AT protocol, as far as asked. */
export interface PlatformStub {
  readonly url: string
  readonly child: ChildProcess
  /** Null is none. */
  readonly fates: (...fates: (StubFate | null)[]) => Promise<void>
  /** How often each key, text or record had its effect. */
  readonly effects: () => Promise<Record<string, number>>
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
  }
}

type Json = Record<string, unknown>
interface Asked {
  readonly body: Json
  readonly query: URLSearchParams
  readonly path: string
}

const fates: (StubFate | null)[] = []
const effects = new Map<string, number>()
const references = new Map<string, Json>()

/** Does the effect as the next fate says; null when its answer is lost. */
function act(key: string, made: Json, response: ServerResponse, isIdempotent = false): Json | null {
  const fate = fates.shift() ?? null
  if (fate === 'rate_limit')
    response.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' })
  if (fate === 'unavailable') response.writeHead(503, { 'content-type': 'application/json' })
  if (fate === 'forbidden') response.writeHead(403, { 'content-type': 'application/json' })
  if (fate === 'rate_limit' || fate === 'unavailable' || fate === 'forbidden') {
    response.end(JSON.stringify({ error: fate, message: fate }))
    return null
  }
  if (fate !== 'drop_before') {
    if (!(isIdempotent && references.has(key))) effects.set(key, (effects.get(key) ?? 0) + 1)
    references.set(key, made)
  }
  if (fate === null) return references.get(key) ?? made
  response.destroy()
  return null
}

/** `/careless` does an effect as often as it is asked to. */
function webhook(
  text: string,
  headers: IncomingMessage['headers'],
  response: ServerResponse,
  isCareful: boolean,
) {
  try {
    new Webhook(stubSecret).verify(text, headers as Record<string, string>)
  } catch {
    response.writeHead(401).end()
    return null
  }
  const event = JSON.parse(text) as { type: string; data: { idempotencyKey: string } }
  const key = event.data.idempotencyKey
  if (event.type === 'interlock.recovery.look_up') {
    return references.has(key) ? { found: true, reference: `ref:${key}` } : { found: false }
  }
  if (event.type === 'interlock.recovery.fetch_metrics') {
    return { samples: [{ postId: 'p', impressions: 10, engagements: 1 }] }
  }
  return act(key, { reference: `ref:${key}` }, response, isCareful)
}

const account = { id: 'me' }

function mastodon({ path: route, body }: Asked, method: string, response: ServerResponse): Json | null {
  if (route === '/api/v1/accounts/verify_credentials') return account
  const [, id = '', part] = /^\/api\/v1\/statuses\/([^/]+)(?:\/(source|context))?$/.exec(route) ?? []
  if (part === 'source') return { id, text: references.get(id)?.text ?? 'original' }
  if (part === 'context') {
    const descendants = [...references.values()].filter((status) => status.in_reply_to_id === id)
    return { ancestors: [], descendants }
  }
  if (method === 'PUT') return act(id, { id, text: body.status, url: `https://stub/${id}` }, response, true)
  const made = String(references.size + 1)
  return act(
    made,
    {
      id: made,
      text: body.status,
      url: `https://stub/${made}`,
      in_reply_to_id: body.in_reply_to_id,
      account,
      created_at: new Date().toISOString(),
    },
    response,
  )
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
  return made ? { uri: `at://${did}/app.bsky.feed.post/${key}`, cid } : null
}

function answer(request: IncomingMessage, text: string, response: ServerResponse): void {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://stub')
  const found = (): unknown => {
    if (pathname === '/control')
      return fates.splice(0, fates.length, ...(JSON.parse(text) as (StubFate | null)[]))
    if (pathname === '/effects') return Object.fromEntries(effects)
    if (pathname === '/webhook' || pathname === '/careless') {
      return webhook(text, request.headers, response, pathname === '/webhook')
    }
    const body = text.startsWith('{')
      ? (JSON.parse(text) as Json)
      : Object.fromEntries(new URLSearchParams(text))
    const asked = { body, query, path: pathname }
    return pathname.startsWith('/xrpc/')
      ? atproto(asked, response)
      : mastodon(asked, request.method ?? '', response)
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
