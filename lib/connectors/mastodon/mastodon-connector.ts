import { createRestAPIClient, type mastodon, MastoHttpError, MastoTimeoutError } from 'masto'
import { z } from 'zod'
import {
  type Connector,
  type EffectAnswer,
  type EffectRequest,
  type LookUpAnswer,
  type LookUpRequest,
  requestTimeoutMs,
} from '../connector.ts'
import { connectorActions } from '../connector-actions.ts'
import { type HttpFailure, statusFailure, thrownFailure } from '../http-failure.ts'

export interface MastodonOptions {
  readonly url: string
  readonly accessToken: string
  readonly clock: () => number
}

/** What of a status is needed to know that it is one. */
const statusSchema = z.object({ id: z.string(), uri: z.string(), url: z.string().nullish() })

/** How far the server's clock may differ from ours, in ms, when effects are looked for by their time. */
const clockSkewMs = 5 * 60_000

/**
 * A Mastodon server. Comments and threads carry the Idempotency-Key, which the server honours for an hour; an edit
 * sets a text, so that sending it again changes nothing. A status counts favourites, boosts and replies but not how
 * often it was seen, and without impressions there is nothing to judge: metrics come from elsewhere.
 */
export function mastodonConnector({ url, accessToken, clock }: MastodonOptions): Connector {
  const client = createRestAPIClient({ url, accessToken, timeout: requestTimeoutMs })
  const reply = (request: EffectRequest) => effect(clock, () => createReply(client, request))
  return {
    capabilities: {
      actions: connectorActions('mastodon'),
      fetchMetrics: false,
      lookUp: true,
      idempotentByKey: false,
    },
    comment: reply,
    thread: reply,
    edit: ({ postId, text }) =>
      effect(clock, () => client.v1.statuses.$select(postId).update({ status: text })),
    lookUp: (request) => lookUp(client, request, clock),
    fetchMetrics: () => Promise.resolve({ kind: 'failed', errorCode: 'unsupported', retryAfterMs: null }),
  }
}

function createReply(client: mastodon.rest.Client, { postId, text, idempotencyKey }: EffectRequest) {
  const status = { status: text, inReplyToId: postId }
  return client.v1.statuses.create(status, {
    requestInit: { headers: { 'Idempotency-Key': idempotencyKey } },
  })
}

async function effect(clock: () => number, act: () => Promise<mastodon.v1.Status>): Promise<EffectAnswer> {
  try {
    const status = statusSchema.safeParse(await act())
    // Whoever answered, a proxy perhaps, it was not Mastodon: whether it has happened is open.
    if (!status.success)
      return { kind: 'failed', errorCode: 'network_error', mayHaveLeft: true, retryAfterMs: null }
    return { kind: 'done', reference: status.data.url ?? status.data.uri }
  } catch (error) {
    return failureOf(error, clock())
  }
}

/** A reply is found by its place, author, time and source text; an edit by the text that the post has now. */
async function lookUp(
  client: mastodon.rest.Client,
  { actionType, postId, text, sinceMs }: LookUpRequest,
  clock: () => number,
): Promise<LookUpAnswer> {
  try {
    const post = client.v1.statuses.$select(postId)
    if (actionType === 'edit') {
      return (await post.source.fetch()).text === text
        ? { kind: 'found', reference: null }
        : { kind: 'absent' }
    }
    const me = await client.v1.accounts.verifyCredentials()
    const { descendants } = await post.context.fetch()
    for (const status of descendants) {
      const isOwn = status.account.id === me.id && status.inReplyToId === postId
      if (!isOwn || Date.parse(status.createdAt) < sinceMs - clockSkewMs) continue
      const source = await client.v1.statuses.$select(status.id).source.fetch()
      if (source.text === text) return { kind: 'found', reference: status.url ?? status.uri }
    }
    return { kind: 'absent' }
  } catch (error) {
    return { kind: 'cannot_tell', errorCode: failureOf(error, clock()).errorCode }
  }
}

function failureOf(error: unknown, nowMs: number): HttpFailure {
  if (error instanceof MastoHttpError) {
    const headers = error.cause instanceof Response ? error.cause.headers : null
    return statusFailure(error.statusCode, headers, nowMs)
  }
  if (error instanceof MastoTimeoutError) return statusFailure(504, null, nowMs)
  return thrownFailure(error)
}
