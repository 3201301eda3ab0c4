/** How a request over HTTP failed. */
export interface HttpFailure {
  readonly kind: 'failed'
  readonly errorCode: string
  readonly mayHaveLeft: boolean
  readonly retryAfterMs: number | null
}

/** What an error status means: which of the seed's codes it is, and whether the effect may have happened. */
export function statusFailure(status: number, retryAfter: string | null, nowMs: number): HttpFailure {
  const retryAfterMs = retryAfterMsOf(retryAfter, nowMs)
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
function causeCodes(error: unknown): string[] {
  const codes: string[] = []
  for (let at = error; at instanceof Error && codes.length < 20; at = at.cause) {
    codes.push(at.name)
    if ('code' in at && typeof at.code === 'string') codes.push(at.code)
    if (at instanceof AggregateError) codes.push(...at.errors.flatMap(causeCodes))
  }
  return codes
}

/** Retry-After in ms from now, given in seconds or as a date (RFC 9110, 10.2.3); null when it says nothing. */
function retryAfterMsOf(value: string | null, nowMs: number): number | null {
  if (value === null) return null
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000
  const atMs = Date.parse(value)
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs)
}
