import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Runtime } from '../services/runtime.ts'
import { AppError } from '../shared/app-error.ts'
import { createGateMetrics, type GateMetrics } from './gate-metrics.ts'
import { type Answer, problemAnswer, respond } from './respond.ts'
import { type Route, routes } from './routes.ts'

/** Takes a request when it is the gate's; false leaves it to whoever is next. */
export type Gate = (request: IncomingMessage, response: ServerResponse) => boolean

/** Told of failures that are nobody's request: bugs and broken parts, with the request's id. */
export type FailureLog = (error: unknown, requestId: string) => void

/** The lean HTTP API: `/api/v1/*`, `/healthz`, `/readyz`, `/metrics`, on bare node:http. */
export function createGate(runtime: Runtime, onFailure: FailureLog = ignore): Gate {
  const metrics = createGateMetrics(runtime)
  return (request, response) => {
    const url = request.url ?? '/'
    const end = url.indexOf('?')
    const pathname = end < 0 ? url : url.slice(0, end)
    if (!isOwn(pathname)) return false
    const query = new URLSearchParams(end < 0 ? '' : url.slice(end + 1))
    void handle({ runtime, metrics, onFailure }, { request, response, pathname, query })
    return true
  }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly pathname: string
  readonly query: URLSearchParams
}

interface GateParts {
  readonly runtime: Runtime
  readonly metrics: GateMetrics
  readonly onFailure: FailureLog
}

const probes = new Set(['/healthz', '/readyz', '/metrics'])

function isOwn(pathname: string): boolean {
  return pathname.startsWith('/api/v1/') || pathname === '/api/v1' || probes.has(pathname)
}

async function handle({ runtime, metrics, onFailure }: GateParts, exchange: Exchange): Promise<void> {
  const { request, response, query } = exchange
  const requestId = requestIdOf(request)
  let name = 'unknown'
  let answer: Answer
  try {
    const { route, parts } = findRoute(exchange)
    name = route.name
    answer = await route.answer({ runtime, metrics, request, parts, query })
  } catch (error) {
    answer = failureAnswer(error, requestId, onFailure)
  }
  metrics.answered(name, answer.status)
  // What was not read of a refused body would be taken for the next request.
  if (hasUnreadBody(request)) answer = { ...answer, headers: { ...answer.headers, Connection: 'close' } }
  respond(response, requestId, answer)
}

function hasUnreadBody({ complete, headers }: IncomingMessage): boolean {
  return (
    !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0)
  )
}

function failureAnswer(error: unknown, requestId: string, onFailure: FailureLog): Answer {
  if (!(error instanceof AppError)) onFailure(error, requestId)
  else if (error.cause !== undefined) onFailure(error, requestId)
  const allow = error instanceof WrongMethod ? { Allow: error.allowed } : {}
  return problemAnswer(error, requestId, allow)
}

class WrongMethod extends AppError {
  readonly allowed: string

  constructor(method: string, allowed: string) {
    super('method_not_allowed', `${method} is not allowed here.`)
    this.allowed = allowed
  }
}

function findRoute({ request, pathname }: Exchange): { route: Route; parts: readonly string[] } {
  const segments = pathname.slice(1).split('/')
  const fitting = routes.filter(({ path }) => fits(path, segments))
  if (fitting.length === 0) throw new AppError('not_found', `There is nothing at ${pathname}.`)
  const route = fitting.find(({ method }) => method === request.method)
  if (!route) throw new WrongMethod(request.method ?? '', fitting.map(({ method }) => method).join(', '))
  return { route, parts: segments.filter((_, index) => route.path[index] === '*').map(decode) }
}

function fits(path: readonly string[], segments: readonly string[]): boolean {
  return (
    path.length === segments.length &&
    path.every((part, index) => (part === '*' ? segments[index] !== '' : part === segments[index]))
  )
}

/** An account's id may hold slashes; they come percent-encoded. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    const details = [{ name: 'path', message: `has a broken percent-encoding: ${segment}` }]
    throw new AppError('invalid_request', undefined, { details })
  }
}

/** The caller's own id is kept when it is harmless, so that both sides' logs can be joined. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID()
}

function ignore(): void {
  // Whoever composes a server hands in its log.
}
