/** How a request over HTTP failed. */
export interface HttpFailure {
  readonly kind: 'failed'
  readonly errorCode: string
  readonly mayHaveLeft: boolean
  readonly retryAfterMs: number | null
}

/** Response headers, by their names in any case. */
export interface HeaderReader {
  get(name: string): string | null
}

/** What an error status means: which of the seed's codes it is, and whether the effect may have happened. */
export function statusFailure(status: number, headers: HeaderReader | null, nowMs: number): HttpFailure {
  const retryAfterMs = headers && retryAfterMsOf(status, headers, nowMs)
  if (status === 429) return { kind: 'failed', errorCode: 'rate_limit', mayHaveLeft: false, retryAfterMs }
  if (status === 503)
    return { kind: 'failed', errorCode: 'service_unavailable', mayHaveLeft: false, retryAfterMs }
  if (status === 408 || status === 504)
    return { kind: 'failed', errorCode: 'timeout', mayHaveLeft: true, retryAfterMs }
  // A fault behind the door says nothing about what was done before it.
  if (status >= 500) return { kind: 'failed', errorCode: 'network_error', mayHaveLeft: true, retryAfterMs }
  return { kind: 'failed', errorCode: `http_${String(status)}`, mayHaveLeft: false, retryAfterMs: null }
}

/** What a thrown error of `fetch` means. Only a connection that was refused surely carried nothing. */
export function thrownFailure(error: unknown): HttpFailure {
  const codes = causeCodes(error)
  if (codes.some((code) => unsent.has(code))) {
    return { kind: 'failed', errorCode: 'network_error', mayHaveLeft: false, retryAfterMs: null }
  }
  const errorCode = codes.some((code) => timeouts.has(code)) ? 'timeout' : 'network_error'
  return { kind: 'failed', errorCode, mayHaveLeft: true, retryAfterMs: null }
}

const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])
const timeouts = new Set([
  'TimeoutError',
  'AbortError',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
])

/** Names and codes of an error and of what caused it. */
export function causeCodes(error: unknown): string[] {
  const codes: string[] = []
  for (let at = error; at instanceof Error && codes.length < 20; at = at.cause) {
    codes.push(at.name)
    if ('code' in at && typeof at.code === 'string') codes.push(at.code)
    if (at instanceof AggregateError) codes.push(...at.errors.flatMap(causeCodes))
  }
  return codes
}

/**
 * How long the platform asks to be left alone, in ms from now; null when it does not say. Retry-After (RFC 9110,
 * 10.2.3) comes first; some platforms say only when a spent rate limit is full again: Mastodon as a time
 * (X-RateLimit-Reset), the AT protocol in seconds since 1970 (RateLimit-Reset).
 */
export function retryAfterMsOf(status: number, headers: HeaderReader, nowMs: number): number | null {
  const retryAfter = waitMsOf(headers.get('retry-after'), nowMs)
  if (retryAfter !== null || status !== 429) return retryAfter
  return waitMsOf(headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset'), nowMs)
}

/** Numbers from here on are seconds since 1970, smaller ones seconds from now: nobody is sent away for 30 years. */
const firstEpochSeconds = 1_000_000_000

function waitMsOf(value: string | null, nowMs: number): number | null {
  if (value === null) return null
  if (/^\d{1,10}$/.test(value.trim())) {
    const seconds = Number(value)
    return seconds < firstEpochSeconds ? seconds * 1000 : Math.max(0, seconds * 1000 - nowMs)
  }
  const atMs = Date.parse(value)
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs)
}
