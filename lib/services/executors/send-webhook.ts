import { Webhook } from 'standardwebhooks'
import { causeCodes, retryAfterMsOf } from '../../connectors/http-failure.ts'

/** One request to a webhook. */
export interface WebhookRequest {
  readonly url: string
  /** `whsec_…` of Standard Webhooks. */
  readonly secret: string
  /** The same at every attempt, so that the receiver does the work once. */
  readonly webhookId: string
  readonly body: string
  readonly timeoutMs: number
  readonly nowMs: number
}

/** What came back. No body: what a receiver says is its own affair, and may hold what no log should. */
export type WebhookAnswer =
  | { readonly kind: 'answered'; readonly httpStatus: number; readonly retryAfterMs: number | null }
  /** `connection_refused`, `name_not_found`, `timeout`, `tls_failed` or `network_error`. */
  | { readonly kind: 'unanswered'; readonly errorCode: string }

/** Sends a signed request once. Redirects are not followed, and of the answer only its head is read. */
export async function sendWebhook(request: WebhookRequest): Promise<WebhookAnswer> {
  const { url, secret, webhookId, body, timeoutMs, nowMs } = request
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': 'interlock',
    'webhook-id': webhookId,
    'webhook-timestamp': String(Math.floor(nowMs / 1000)),
    'webhook-signature': new Webhook(secret).sign(webhookId, new Date(nowMs), body),
  }
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    // A redirect would carry the signed request to whoever the answer names.
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    const retryAfterMs = retryAfterMsOf(response.status, response.headers, nowMs)
    // Unread, it would keep the connection; the answer stands whether or not giving it up succeeds.
    await response.body?.cancel().catch(() => undefined)
    return { kind: 'answered', httpStatus: response.status, retryAfterMs }
  } catch (error) {
    return { kind: 'unanswered', errorCode: errorCodeOf(causeCodes(error)) }
  }
}

const meanings: readonly [RegExp, string][] = [
  [/^ECONNREFUSED$/, 'connection_refused'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'name_not_found'],
  [/^(TimeoutError|AbortError|ETIMEDOUT|UND_ERR_\w*TIMEOUT)$/, 'timeout'],
  [/^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/, 'tls_failed'],
]

function errorCodeOf(codes: readonly string[]): string {
  const meaning = meanings.find(([pattern]) => codes.some((code) => pattern.test(code)))
  return meaning?.[1] ?? 'network_error'
}
