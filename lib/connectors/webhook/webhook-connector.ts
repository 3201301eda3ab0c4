import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import type { RecoveryActionType } from '../../engine/policy/policy.ts'
import {
  type Connector,
  type EffectAnswer,
  type EffectRequest,
  type LookUpAnswer,
  type LookUpRequest,
  type MetricsAnswer,
  type PostReference,
  requestTimeoutMs,
} from '../connector.ts'
import { connectorActions } from '../connector-actions.ts'
import { statusFailure, thrownFailure } from '../http-failure.ts'

export interface WebhookOptions {
  readonly url: string
  /** `whsec_…` of Standard Webhooks. */
  readonly secret: string
  /** Whether the service answers `recovery.look_up`. */
  readonly lookUp: boolean
  /** Whether it answers `recovery.fetch_metrics`. */
  readonly fetchMetrics: boolean
  readonly clock: () => number
}

const doneSchema = z.object({ reference: z.string().max(2000).optional() })
const lookUpSchema = z.union([
  z.object({ found: z.literal(true), reference: z.string().max(2000).optional() }),
  z.object({ found: z.literal(false) }),
])
const counter = z.int().min(0)
const metricsSchema = z.object({
  samples: z.array(z.object({ postId: z.string(), impressions: counter, engagements: counter })).max(10_000),
})

/**
 * Any platform through the user's own service: each request is a CloudEvent, signed by Standard Webhooks, whose
 * `webhook-id` is the idempotency key. The service must do one key's effect at most once (docs/connectors.md).
 */
export function webhookConnector(options: WebhookOptions): Connector {
  const effect = (actionType: RecoveryActionType) => (request: EffectRequest) =>
    act(options, actionType, request)
  return {
    capabilities: {
      actions: connectorActions('webhook'),
      fetchMetrics: options.fetchMetrics,
      lookUp: options.lookUp,
      idempotentByKey: true,
    },
    comment: effect('comment'),
    edit: effect('edit'),
    thread: effect('thread'),
    lookUp: (request) => lookUp(options, request),
    fetchMetrics: (posts) => fetchMetrics(options, posts),
  }
}

async function act(
  options: WebhookOptions,
  actionType: RecoveryActionType,
  request: EffectRequest,
): Promise<EffectAnswer> {
  const answer = await post(options, request.idempotencyKey, `recovery.${actionType}`, request)
  if (answer.kind === 'failed') return answer
  const done = doneSchema.safeParse(answer.body)
  return { kind: 'done', reference: (done.success ? done.data.reference : null) ?? null }
}

async function lookUp(options: WebhookOptions, request: LookUpRequest): Promise<LookUpAnswer> {
  const { sinceMs, ...rest } = request
  const data = { ...rest, since: new Date(sinceMs).toISOString() }
  const id = `look_up_${request.idempotencyKey}_${String(options.clock())}`
  const answer = await post(options, id, 'recovery.look_up', data)
  if (answer.kind === 'failed') return { kind: 'cannot_tell', errorCode: answer.errorCode }
  const found = lookUpSchema.safeParse(answer.body)
  if (!found.success) return { kind: 'cannot_tell', errorCode: 'unreadable_answer' }
  return found.data.found ? { kind: 'found', reference: found.data.reference ?? null } : { kind: 'absent' }
}

async function fetchMetrics(
  options: WebhookOptions,
  posts: readonly PostReference[],
): Promise<MetricsAnswer> {
  const id = `fetch_metrics_${String(options.clock())}`
  const answer = await post(options, id, 'recovery.fetch_metrics', {
    postIds: posts.map(({ postId }) => postId),
  })
  if (answer.kind === 'failed') return answer
  const metrics = metricsSchema.safeParse(answer.body)
  if (!metrics.success) return { kind: 'failed', errorCode: 'unreadable_answer', retryAfterMs: null }
  return { kind: 'fetched', samples: metrics.data.samples }
}

type Posted = { readonly kind: 'answered'; readonly body: unknown } | ReturnType<typeof statusFailure>

async function post(
  { url, secret, clock }: WebhookOptions,
  id: string,
  type: string,
  data: unknown,
): Promise<Posted> {
  const at = new Date(clock())
  const body = JSON.stringify({
    specversion: '1.0',
    id,
    source: 'interlock',
    type: `interlock.${type}`,
    time: at.toISOString(),
    datacontenttype: 'application/json',
    data,
  })
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
  try {
    const signal = AbortSignal.timeout(requestTimeoutMs)
    // A redirect would carry the signed request to whoever the answer names.
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    if (!response.ok) {
      await response.body?.cancel()
      return statusFailure(response.status, response.headers, clock())
    }
    const text = await response.text()
    return { kind: 'answered', body: text === '' ? {} : jsonOf(text) }
  } catch (error) {
    return thrownFailure(error)
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
