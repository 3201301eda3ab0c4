import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import { actionBodySchema } from '../contracts/api/action-body.ts'
import { claimBodySchema, outcomeBodySchema } from '../contracts/api/grant-bodies.ts'
import { badFieldsOf } from '../contracts/api/bad-fields.ts'
import { openApiDocument } from '../contracts/api/openapi.ts'
import { claimAction } from '../services/actions/claim-action.ts'
import { reportOutcome } from '../services/actions/report-outcome.ts'
import { checkAction } from '../services/check-action.ts'
import { decideAction } from '../services/decide-action.ts'
import { ingestSamples } from '../services/recovery/ingest-samples.ts'
import { watchPosts } from '../services/recovery/watch-posts.ts'
import type { Principal } from '../services/keys/key-ring.ts'
import { checkReadiness } from '../services/check-readiness.ts'
import type { Runtime } from '../services/runtime.ts'
import { viewAction } from '../services/view-action.ts'
import { viewGuard } from '../services/view-guard.ts'
import { AppError } from '../shared/app-error.ts'
import type { GateMetrics } from './gate-metrics.ts'
import { readJsonBody } from './read-json-body.ts'
import { readInputLines } from './read-input-lines.ts'
import { type Answer, jsonAnswer, retryAfterHeader } from './respond.ts'

/** What a route works with. */
export interface RouteInput {
  readonly runtime: Runtime
  readonly metrics: GateMetrics
  readonly request: IncomingMessage
  /** The decoded variable parts of the path, in order. */
  readonly parts: readonly string[]
  readonly query: URLSearchParams
}

export interface Route {
  /** As in the documentation, for metrics. */
  readonly name: string
  readonly method: 'GET' | 'POST'
  /** Path segments; a `*` is one variable part. */
  readonly path: readonly string[]
  readonly answer: (input: RouteInput) => Promise<Answer>
}

const api = ['api', 'v1']

/** Everything that the gate answers. */
export const routes: readonly Route[] = [
  { name: '/api/v1/actions', method: 'POST', path: [...api, 'actions'], answer: postAction },
  { name: '/api/v1/actions/check', method: 'POST', path: [...api, 'actions', 'check'], answer: postCheck },
  {
    name: '/api/v1/actions/{accountId}/{actionId}',
    method: 'GET',
    path: [...api, 'actions', '*', '*'],
    answer: getAction,
  },
  {
    name: '/api/v1/actions/{accountId}/{actionId}/claim',
    method: 'POST',
    path: [...api, 'actions', '*', '*', 'claim'],
    answer: postClaim,
  },
  {
    name: '/api/v1/actions/{accountId}/{actionId}/outcome',
    method: 'POST',
    path: [...api, 'actions', '*', '*', 'outcome'],
    answer: postOutcome,
  },
  {
    name: '/api/v1/accounts/{accountId}/guard',
    method: 'GET',
    path: [...api, 'accounts', '*', 'guard'],
    answer: getGuard,
  },
  {
    name: '/api/v1/posts/metrics',
    method: 'POST',
    path: [...api, 'posts', 'metrics'],
    answer: postMetrics,
  },
  {
    name: '/api/v1/posts/watch',
    method: 'POST',
    path: [...api, 'posts', 'watch'],
    answer: postWatch,
  },
  {
    name: '/api/v1/openapi.json',
    method: 'GET',
    path: [...api, 'openapi.json'],
    answer: () => Promise.resolve(jsonAnswer(openApiDocument())),
  },
  {
    name: '/healthz',
    method: 'GET',
    path: ['healthz'],
    answer: () => Promise.resolve(jsonAnswer({ status: 'alive' })),
  },
  { name: '/readyz', method: 'GET', path: ['readyz'], answer: getReadiness },
  { name: '/metrics', method: 'GET', path: ['metrics'], answer: getMetrics },
]

/** Times that a key is checked again because keys changed while an action was decided. */
const authorityTries = 5

async function postAction({ runtime, metrics, request }: RouteInput): Promise<Answer> {
  // An unknown caller learns nothing of what a right body is.
  let principal = await authenticate(runtime, request)
  const body = await readAction(request)
  const startedMs = performance.now()
  for (let tries = 0; tries < authorityTries; tries++) {
    authorise(principal, body.accountId, body.origin)
    const asked = { ...body, agentId: principal.agentId }
    const result = await decideAction(runtime, asked, { authorityEpoch: principal.epoch })
    if (result.kind === 'decided') {
      const { decision } = result
      metrics.decided(decision, (performance.now() - startedMs) / 1000)
      const { retryAfterMs } = decision
      return jsonAnswer(decision, retryAfterMs === null ? undefined : retryAfterHeader(retryAfterMs))
    }
    principal = await authenticate(runtime, request, 'fresh')
  }
  throw new AppError('cannot_decide')
}

async function postCheck({ runtime, request }: RouteInput): Promise<Answer> {
  const principal = await authenticate(runtime, request, 'fresh')
  const body = await readAction(request)
  authorise(principal, body.accountId, body.origin)
  return jsonAnswer(await checkAction(runtime, { ...body, agentId: principal.agentId }))
}

async function getAction({ runtime, request, parts, query }: RouteInput): Promise<Answer> {
  const principal = await authenticate(runtime, request, 'fresh')
  const [accountId = '', actionId = ''] = parts
  authorise(principal, accountId)
  refuseQuery(query, ['waitMs'])
  const waitMs = query.get('waitMs')
  if (waitMs !== null && !(/^\d{1,5}$/.test(waitMs) && Number(waitMs) <= 30_000)) {
    throw badFields([{ name: 'waitMs', message: 'must be a whole number of milliseconds from 0 to 30000' }])
  }
  return jsonAnswer(await viewAction(runtime, accountId, actionId, Number(waitMs ?? 0)))
}

async function postClaim({ runtime, request, parts }: RouteInput): Promise<Answer> {
  const [accountId = '', actionId = ''] = parts
  let principal = await authenticate(runtime, request)
  const { digest = null } = await readBody(claimBodySchema, request)
  for (let tries = 0; tries < authorityTries; tries++) {
    authorise(principal, accountId)
    const { agentId, epoch } = principal
    const grant = await claimAction(runtime, { accountId, actionId, agentId, digest, authorityEpoch: epoch })
    if (grant) return jsonAnswer(grant)
    principal = await authenticate(runtime, request, 'fresh')
  }
  throw new AppError('cannot_decide')
}

async function postOutcome({ runtime, request, parts }: RouteInput): Promise<Answer> {
  const [accountId = '', actionId = ''] = parts
  let principal = await authenticate(runtime, request)
  const outcome = await readBody(outcomeBodySchema, request)
  for (let tries = 0; tries < authorityTries; tries++) {
    authorise(principal, accountId)
    const { agentId, epoch } = principal
    const done = await reportOutcome(runtime, {
      accountId,
      actionId,
      agentId,
      outcome,
      authorityEpoch: epoch,
    })
    if (done) return jsonAnswer(await viewAction(runtime, accountId, actionId))
    principal = await authenticate(runtime, request, 'fresh')
  }
  throw new AppError('cannot_decide')
}

async function getGuard({ runtime, request, parts, query }: RouteInput): Promise<Answer> {
  const principal = await authenticate(runtime, request, 'fresh')
  const [accountId = ''] = parts
  authorise(principal, accountId)
  refuseQuery(query, [])
  return jsonAnswer(await viewGuard(runtime, accountId))
}

async function postMetrics({ runtime, request, query }: RouteInput): Promise<Answer> {
  const { accountIds } = await authenticate(runtime, request, 'fresh')
  refuseQuery(query, [])
  const lines = await ingestSamples(runtime, await readInputLines(request), accountIds)
  const refused = lines.filter(({ result }) => result === 'refused').length
  return jsonAnswer({ accepted: lines.length - refused, refused, lines })
}

async function postWatch({ runtime, request, query }: RouteInput): Promise<Answer> {
  const { accountIds } = await authenticate(runtime, request, 'fresh')
  refuseQuery(query, [])
  const lines = await watchPosts(runtime, await readInputLines(request), accountIds)
  const refused = lines.filter(({ result }) => result === 'refused').length
  return jsonAnswer({ watched: lines.length - refused, refused, lines })
}

async function getReadiness({ runtime }: RouteInput): Promise<Answer> {
  await checkReadiness(runtime)
  return jsonAnswer({ status: 'ready' })
}

async function getMetrics({ metrics }: RouteInput): Promise<Answer> {
  return { status: 200, contentType: metrics.contentType, body: await metrics.text() }
}

function authenticate(runtime: Runtime, request: IncomingMessage, freshness?: 'fresh'): Promise<Principal> {
  return runtime.keys.authenticate(request.headers.authorization, runtime.clock(), freshness)
}

function authorise(principal: Principal, accountId: string, origin = 'agent'): void {
  if (principal.accountIds !== null && !principal.accountIds.includes(accountId)) {
    throw new AppError('forbidden', `This key may not act on account ${accountId}.`)
  }
  if (origin === 'human' && !principal.maySayHuman) {
    throw new AppError('forbidden', 'This key may not state the origin human.')
  }
}

function readAction(request: IncomingMessage) {
  return readBody(actionBodySchema, request)
}

async function readBody<Body>(schema: z.ZodType<Body>, request: IncomingMessage): Promise<Body> {
  const parsed = schema.safeParse(await readJsonBody(request), { reportInput: true })
  if (!parsed.success) throw badFields(badFieldsOf(parsed.error))
  return parsed.data
}

function refuseQuery(query: URLSearchParams, known: readonly string[]): void {
  const unknown = [...query.keys()].filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    throw badFields(unknown.map((name) => ({ name, message: 'is not known here; leave it out' })))
  }
}

function badFields(details: readonly { readonly name: string; readonly message: string }[]): AppError {
  return new AppError('invalid_request', undefined, { details })
}
