import { AtpAgent, AtUri, XRPCError } from '@atproto/api'
import {
  type Connector,
  type EffectAnswer,
  type EffectRequest,
  type LookUpAnswer,
  requestTimeoutMs,
} from '../connector.ts'
import { connectorActions } from '../connector-actions.ts'
import { type HttpFailure, statusFailure, thrownFailure } from '../http-failure.ts'
import { recordKey } from './record-key.ts'

export interface BlueskyOptions {
  readonly url: string
  readonly identifier: string
  /** An app password. */
  readonly password: string
  readonly clock: () => number
}

const collection = 'app.bsky.feed.post'

/**
 * Bluesky, or any server of the AT protocol; posts are named by their `at://` address. A reply's record key follows
 * from the idempotency key, so that writing it again writes the same record and a look-up is exact. Posts cannot be
 * edited there. It counts likes, reposts, quotes and replies but no impressions, and without them there is nothing to
 * judge: metrics come from elsewhere.
 */
export function blueskyConnector(options: BlueskyOptions): Connector {
  const reply = (request: EffectRequest) => createReply(options, request)
  return {
    capabilities: {
      actions: connectorActions('bluesky'),
      fetchMetrics: false,
      lookUp: true,
      idempotentByKey: true,
    },
    comment: reply,
    thread: reply,
    edit: () => Promise.resolve(unsentFailure('unsupported')),
    lookUp: (request) => lookUp(options, request),
    fetchMetrics: () => Promise.resolve({ kind: 'failed', errorCode: 'unsupported', retryAfterMs: null }),
  }
}

async function createReply(options: BlueskyOptions, request: EffectRequest): Promise<EffectAnswer> {
  const sent = { mayHaveLeft: false }
  try {
    const post = postOf(request)
    if (!post) return unsentFailure('invalid_post')
    return await withSession(options, async ({ agent, did }) => {
      const record = await replyRecord(agent, post, request.text, options.clock())
      const target = { repo: did, collection, rkey: recordKey(request.idempotencyKey) }
      sent.mayHaveLeft = true
      const written = await agent.com.atproto.repo.putRecord({ ...target, record }, call())
      return { kind: 'done', reference: written.data.uri }
    })
  } catch (error) {
    if (!sent.mayHaveLeft && isRecordNotFound(error)) return unsentFailure('post_not_found')
    const failure = failureOf(error, options.clock())
    // Signing in and reading the post have no effect, however they failed.
    return { ...failure, mayHaveLeft: failure.mayHaveLeft && sent.mayHaveLeft }
  }
}

/** Null when the post's id is no `at://` address. */
function postOf({ postId }: EffectRequest): AtUri | null {
  try {
    return new AtUri(postId)
  } catch {
    return null
  }
}

/** A reply names the post that it answers and the one that the conversation began with. */
async function replyRecord(agent: AtpAgent, { host: repo, rkey }: AtUri, text: string, nowMs: number) {
  const { data } = await agent.com.atproto.repo.getRecord({ repo, collection, rkey }, call())
  const parent = { uri: data.uri, cid: data.cid ?? '' }
  const root = (data.value as { reply?: { root?: { uri: string; cid: string } } }).reply?.root ?? parent
  return { $type: collection, text, reply: { root, parent }, createdAt: new Date(nowMs).toISOString() }
}

async function lookUp(
  options: BlueskyOptions,
  { idempotencyKey }: Pick<EffectRequest, 'idempotencyKey'>,
): Promise<LookUpAnswer> {
  try {
    return await withSession(options, async ({ agent, did }) => {
      const target = { repo: did, collection, rkey: recordKey(idempotencyKey) }
      const { data } = await agent.com.atproto.repo.getRecord(target, call())
      return { kind: 'found', reference: data.uri }
    })
  } catch (error) {
    if (isRecordNotFound(error)) return { kind: 'absent' }
    return { kind: 'cannot_tell', errorCode: failureOf(error, options.clock()).errorCode }
  }
}

interface Session {
  readonly agent: AtpAgent
  readonly did: string
}

/** Sessions are few a day on Bluesky, so each account signs in once a process; the agent refreshes it. */
const sessions = new Map<string, Promise<Session>>()

/** Works with the account's session; one that the server has ended did nothing, and is followed by a new one. */
async function withSession<Value>(
  options: BlueskyOptions,
  work: (session: Session) => Promise<Value>,
): Promise<Value> {
  try {
    return await work(await signedIn(options))
  } catch (error) {
    if (!(error instanceof XRPCError) || !sessionErrors.has(error.error)) throw error
    sessions.delete(sessionName(options))
    return work(await signedIn(options))
  }
}

/** What the server calls a token that is not, or no longer, one of its own. */
const sessionErrors = new Set(['InvalidToken', 'ExpiredToken', 'AuthMissing'])

function sessionName({ url, identifier, password }: BlueskyOptions): string {
  return JSON.stringify([url, identifier, password])
}

async function signedIn(options: BlueskyOptions): Promise<Session> {
  const name = sessionName(options)
  const known = sessions.get(name)
  if (known) return known
  const signing = signIn(options)
  sessions.set(name, signing)
  signing.catch(() => sessions.delete(name))
  return signing
}

async function signIn({ url, identifier, password }: BlueskyOptions): Promise<Session> {
  const limited: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(requestTimeoutMs) })
  const agent = new AtpAgent({ service: url, fetch: limited })
  const { data } = await agent.login({ identifier, password })
  return { agent, did: data.did }
}

function call() {
  return { signal: AbortSignal.timeout(requestTimeoutMs) }
}

function isRecordNotFound(error: unknown): boolean {
  return error instanceof XRPCError && error.error === 'RecordNotFound'
}

function unsentFailure(errorCode: string): HttpFailure {
  return { kind: 'failed', errorCode, mayHaveLeft: false, retryAfterMs: null }
}

function failureOf(error: unknown, nowMs: number): HttpFailure {
  if (error instanceof XRPCError && error.status.valueOf() >= 400) {
    const { headers } = error
    return statusFailure(error.status, { get: (name) => headers?.[name] ?? null }, nowMs)
  }
  return thrownFailure(error)
}
