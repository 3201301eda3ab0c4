import { z } from 'zod'
import { accountGuardSchema } from './account-guard.ts'
import { actionBodySchema } from './action-body.ts'
import { actionStateSchema, decisionSchema, grantSchema } from './decision.ts'
import { claimBodySchema, outcomeBodySchema } from './grant-bodies.ts'
import { escalationEventSchema } from './escalation-event.ts'
import { metricSampleSchema } from '../metric-sample.ts'
import { problemSchema } from './problem-body.ts'
import { sampleVerdictsSchema } from './sample-verdicts.ts'
import { watchVerdictsSchema } from './watch-verdicts.ts'
import { watchedPostSchema } from '../watched-post.ts'

/** This API as OpenAPI 3.1, from the schemas that check its requests. */
export function openApiDocument(): unknown {
  return document
}

const problems: Readonly<Record<number, string>> = {
  400: 'invalid_request: every bad field at once',
  401: 'unauthenticated: no key, or not a good one',
  403: 'forbidden: which right is missing',
  404: 'not_found',
  409: 'the code says which state stands in the way: action_conflict, grant_spent, lockout_in_force, …',
  413: 'too_large: the body is over 1 MiB',
  415: 'unsupported_media_type: not application/json',
  422: 'unknown_account',
  503: 'cannot_decide: nothing was admitted; do not act',
}

const document = {
  openapi: '3.1.0',
  info: {
    title: 'Interlock',
    version: '1',
    description:
      'The gate that autonomous agents ask before each action. Act only on the verdict `allow`; an error is never one.',
  },
  security: [{ key: [] }],
  paths: {
    '/api/v1/actions': {
      post: {
        operationId: 'decideAction',
        summary: 'Decides an action and records the decision',
        requestBody: jsonBody('Action'),
        responses: {
          ...success('The decision, whatever the verdict', 'Decision'),
          ...failures(400, 401, 403, 409, 413, 415, 422, 503),
        },
      },
    },
    '/api/v1/actions/check': {
      post: {
        operationId: 'checkAction',
        summary: 'The same decision, recorded and counted nowhere',
        requestBody: jsonBody('Action'),
        responses: {
          ...success('The decision it would get now', 'Decision'),
          ...failures(400, 401, 403, 413, 415, 422, 503),
        },
      },
    },
    '/api/v1/actions/{accountId}/{actionId}': {
      get: {
        operationId: 'getAction',
        summary: 'A decided action and where it stands',
        parameters: [pathParameter('accountId'), pathParameter('actionId'), waitParameter()],
        responses: { ...success('The action', 'ActionState'), ...failures(400, 401, 403, 404, 503) },
      },
    },
    '/api/v1/actions/{accountId}/{actionId}/claim': {
      post: {
        operationId: 'claimAction',
        summary:
          'Takes the single-use grant right before acting; refused once stopped, locked out, spent or expired',
        parameters: [pathParameter('accountId'), pathParameter('actionId')],
        requestBody: jsonBody('Claim'),
        responses: { ...success('The grant', 'Grant'), ...failures(400, 401, 403, 404, 409, 413, 415, 503) },
      },
    },
    '/api/v1/actions/{accountId}/{actionId}/outcome': {
      post: {
        operationId: 'reportOutcome',
        summary: 'Reports what became of a claimed action, once',
        parameters: [pathParameter('accountId'), pathParameter('actionId')],
        requestBody: jsonBody('Outcome'),
        responses: {
          ...success('The action', 'ActionState'),
          ...failures(400, 401, 403, 404, 409, 413, 415, 503),
        },
      },
    },
    '/api/v1/posts/metrics': {
      post: {
        operationId: 'postMetrics',
        summary: 'Takes in metric samples, each accepted or refused by line',
        requestBody: linesBody('MetricSample'),
        responses: {
          ...success('What became of each line', 'SampleVerdicts'),
          ...failures(400, 401, 413, 415, 503),
        },
      },
    },
    '/api/v1/posts/watch': {
      post: {
        operationId: 'watchPosts',
        summary: 'Watches posts for 30 days, so that connections which can fetch their metrics do so',
        requestBody: linesBody('WatchedPost'),
        responses: {
          ...success('What became of each line', 'WatchVerdicts'),
          ...failures(400, 401, 413, 415, 503),
        },
      },
    },
    '/api/v1/accounts/{accountId}/guard': {
      get: {
        operationId: 'getGuard',
        summary: 'Tier, distance to each tier, lockout, probation and stop orders of an account',
        parameters: [pathParameter('accountId')],
        responses: { ...success('The guard', 'AccountGuard'), ...failures(400, 401, 403, 422, 503) },
      },
    },
  },
  webhooks: {
    escalation: {
      post: {
        operationId: 'receiveEscalation',
        summary: 'What an executor’s webhook is sent, signed by Standard Webhooks',
        security: [],
        requestBody: {
          required: true,
          content: { 'application/cloudevents+json': { schema: reference('EscalationEvent') } },
        },
        responses: {
          '2XX': { description: 'Accepted: the escalation is routed' },
          '4XX': { description: 'Refused for good; 408, 425 and 429 are tried again' },
          '5XX': { description: 'Tried again with the same id' },
        },
      },
    },
  },
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer', bearerFormat: 'ilk_<id>_<secret>' } },
    schemas: {
      Action: jsonSchema(actionBodySchema, 'input'),
      Decision: jsonSchema(decisionSchema, 'output'),
      Claim: jsonSchema(claimBodySchema, 'input'),
      Grant: jsonSchema(grantSchema, 'output'),
      Outcome: jsonSchema(outcomeBodySchema, 'input'),
      ActionState: jsonSchema(actionStateSchema, 'output'),
      AccountGuard: jsonSchema(accountGuardSchema, 'output'),
      EscalationEvent: jsonSchema(escalationEventSchema, 'output'),
      MetricSample: jsonSchema(metricSampleSchema, 'input'),
      SampleVerdicts: jsonSchema(sampleVerdictsSchema, 'output'),
      WatchedPost: jsonSchema(watchedPostSchema, 'input'),
      WatchVerdicts: jsonSchema(watchVerdictsSchema, 'output'),
      Problem: jsonSchema(problemSchema, 'output'),
    },
  },
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: objectOfAnything,
  })
  return rest
}

interface Converted {
  readonly zodSchema: z.core.$ZodTypes
  readonly jsonSchema: z.core.JSONSchema.BaseSchema
}

/** Parameters are checked by hand, so the converter knows nothing of them: any object. */
function objectOfAnything({ zodSchema, jsonSchema: json }: Converted): void {
  if (zodSchema._zod.def.type === 'custom') json.type = 'object'
}

function reference(name: string) {
  return { $ref: `#/components/schemas/${name}` }
}

function jsonBody(name: string) {
  return { required: true, content: { 'application/json': { schema: reference(name) } } }
}

/** Many at once: a JSON array, or JSON Lines. */
function linesBody(name: string) {
  return {
    required: true,
    content: {
      'application/json': { schema: { type: 'array', maxItems: 10_000, items: reference(name) } },
      'application/x-ndjson': { schema: { type: 'string' } },
    },
  }
}

function success(description: string, name: string) {
  return { 200: { description, content: { 'application/json': { schema: reference(name) } } } }
}

function failures(...statuses: number[]) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: problems[status] ?? '',
        content: { 'application/problem+json': { schema: reference('Problem') } },
      },
    ]),
  )
}

function pathParameter(name: string) {
  return {
    name,
    in: 'path',
    required: true,
    description: 'Percent-encoded; it may hold slashes',
    schema: { type: 'string' },
  }
}

function waitParameter() {
  return {
    name: 'waitMs',
    in: 'query',
    required: false,
    description: 'How long to wait at most for an approval; answered at once when nothing can change',
    schema: { type: 'integer', minimum: 0, maximum: 30_000 },
  }
}
