import type { ServerResponse } from 'node:http'
import { problemMediaType, problemOf } from '../http/problem.ts'

/** An answer, before it is put on the wire. */
export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A JSON answer. */
export function jsonAnswer(value: unknown, headers?: Readonly<Record<string, string>>): Answer {
  const answer = { status: 200, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) }
  return headers ? { ...answer, headers } : answer
}

/** The answer to a failure. */
export function problemAnswer(
  error: unknown,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const problem = problemOf(error, requestId)
  const waits = problem.retryAfterMs === undefined ? {} : retryAfterHeader(problem.retryAfterMs)
  const asks = problem.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}
  return {
    status: problem.status,
    contentType: problemMediaType,
    body: JSON.stringify(problem),
    headers: { ...asks, ...waits, ...headers },
  }
}

/** Retry-After in whole seconds, never too early. */
export function retryAfterHeader(retryAfterMs: number): Readonly<Record<string, string>> {
  return { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) }
}

/** Puts an answer on the wire; nothing of it is for caches. */
export function respond(response: ServerResponse, requestId: string, answer: Answer): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(answer.status, {
    'Content-Type': answer.contentType,
    'Content-Length': Buffer.byteLength(answer.body),
    'X-Request-Id': requestId,
    'Cache-Control': 'no-store',
    ...answer.headers,
  })
  response.end(answer.body)
}
