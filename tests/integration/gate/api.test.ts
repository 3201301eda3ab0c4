import { request as httpRequest, createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountGuardSchema } from '#lib/contracts/api/account-guard.ts'
import { actionStateSchema, decisionSchema } from '#lib/contracts/api/decision.ts'
import { problemSchema } from '#lib/contracts/api/problem-body.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { createGate } from '#lib/gate/create-gate.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import { revokeKey } from '#lib/services/keys/revoke-key.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'

const account = 'brand/one'
let database: TestDatabase
let runtime: Runtime & { readonly failures: unknown[] }
let server: Server
let base: string
let nowMs = Date.now()
const tokens = { scoped: '', human: '', everywhere: '', expired: '', revoked: '' }

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = openRuntime(database.url, { clock: () => nowMs })
  await openAccount(runtime, account, presets.standard)
  await openAccount(runtime, 'brand/two', presets.seed)
  const key = (changes: Partial<Parameters<typeof createKey>[1]>) =>
    createKey(runtime, { agentId: 'agent-1', accountIds: [account], expiresAtMs: null, ...changes })
  tokens.scoped = (await key({})).token
  tokens.human = (await key({ maySayHuman: true })).token
  tokens.everywhere = (await key({ accountIds: null })).token
  tokens.expired = (await key({ expiresAtMs: nowMs - 1 })).token
  const revoked = await key({})
  await revokeKey(runtime, revoked.id)
  tokens.revoked = revoked.token
  const gate = createGate(runtime)
  server = createServer((request, response) => {
    if (!gate(request, response)) response.writeHead(418).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await runtime.close()
  await database.drop()
  expect(runtime.failures).toEqual([])
})

const good = {
  accountId: account,
  actionId: 'a-1',
  type: 'edit',
  target: { id: 'post-1' },
  parameters: { n: 1 },
}

interface Call {
  readonly method?: string
  readonly path?: string
  readonly token?: string | null
  readonly body?: unknown
  readonly raw?: string | Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
}

async function call({ method = 'POST', path = '/api/v1/actions', token = tokens.scoped, ...rest }: Call) {
  const body = rest.raw ?? (rest.body === undefined ? undefined : JSON.stringify(rest.body))
  const response = await fetch(base + path, {
    method,
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...rest.headers,
    },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    json: text ? (JSON.parse(text) as unknown) : null,
  }
}

async function countEvents(): Promise<number> {
  const [row] = await queryDatabase<{ n: number }>(
    database.url,
    `SELECT count(*)::int AS n FROM event WHERE stream LIKE 'account:%'`,
  )
  return row?.n ?? -1
}

/** Each bad input: title, the call, the status, the code, and every field that must be named. */
const bad: [string, () => Call, number, string, string[]][] = [
  ['no key', () => ({ token: null, body: good }), 401, 'unauthenticated', []],
  ['something that is no key', () => ({ token: 'hello', body: good }), 401, 'unauthenticated', []],
  [
    'an unknown key',
    () => ({ token: `ilk_${'0'.repeat(24)}_${'0'.repeat(64)}`, body: good }),
    401,
    'unauthenticated',
    [],
  ],
  [
    'a wrong secret',
    () => ({ token: tokens.scoped.slice(0, -4) + '0000', body: good }),
    401,
    'unauthenticated',
    [],
  ],
  ['an expired key', () => ({ token: tokens.expired, body: good }), 401, 'unauthenticated', []],
  ['a revoked key', () => ({ token: tokens.revoked, body: good }), 401, 'unauthenticated', []],
  ['a key of another account', () => ({ body: { ...good, accountId: 'brand/two' } }), 403, 'forbidden', []],
  ['a key that may not say human', () => ({ body: { ...good, origin: 'human' } }), 403, 'forbidden', []],
  [
    'an unknown account',
    () => ({ token: tokens.everywhere, body: { ...good, accountId: 'nobody' } }),
    422,
    'unknown_account',
    [],
  ],
  ['broken JSON', () => ({ raw: '{"accountId": x}' }), 400, 'invalid_request', ['body']],
  ['JSON that ends too early', () => ({ raw: '{"accountId":' }), 400, 'invalid_request', ['body']],
  ['NaN', () => ({ raw: '{"riskScore": NaN}' }), 400, 'invalid_request', ['body']],
  [
    'nothing',
    () => ({ raw: '', headers: { 'Content-Type': 'application/json' } }),
    400,
    'invalid_request',
    ['body'],
  ],
  [
    'bytes that are no UTF-8',
    () => ({ raw: Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) }),
    400,
    'invalid_request',
    ['body'],
  ],
  ['an array', () => ({ body: [] }), 400, 'invalid_request', ['body']],
  [
    'an empty object',
    () => ({ body: {} }),
    400,
    'invalid_request',
    ['accountId', 'actionId', 'type', 'target', 'parameters'],
  ],
  ['an unknown field', () => ({ body: { ...good, colour: 1 } }), 400, 'invalid_request', ['colour']],
  [
    'an unknown field of the target',
    () => ({ body: { ...good, target: { id: 'p', x: 1 } } }),
    400,
    'invalid_request',
    ['target.x'],
  ],
  [
    'a naive time',
    () => ({ body: { ...good, occurredAt: '2026-01-01T12:00:00' } }),
    400,
    'invalid_request',
    ['occurredAt'],
  ],
  [
    'a day that is none',
    () => ({ body: { ...good, occurredAt: '2026-02-30T12:00:00Z' } }),
    400,
    'invalid_request',
    ['occurredAt'],
  ],
  ['a number for an id', () => ({ body: { ...good, actionId: 7 } }), 400, 'invalid_request', ['actionId']],
  ['an empty id', () => ({ body: { ...good, actionId: '' } }), 400, 'invalid_request', ['actionId']],
  [
    'an id that is too long',
    () => ({ body: { ...good, actionId: 'x'.repeat(201) } }),
    400,
    'invalid_request',
    ['actionId'],
  ],
  [
    'a control character',
    () => ({ body: { ...good, actionId: 'a\u0000' } }),
    400,
    'invalid_request',
    ['actionId'],
  ],
  [
    'a lone surrogate',
    () => ({ raw: JSON.stringify(good).replace('post-1', '\\ud800') }),
    400,
    'invalid_request',
    ['target.id'],
  ],
  ['a score over 1', () => ({ body: { ...good, riskScore: 1.01 } }), 400, 'invalid_request', ['riskScore']],
  [
    'a score below 0',
    () => ({ body: { ...good, impactScore: -0.1 } }),
    400,
    'invalid_request',
    ['impactScore'],
  ],
  ['a score as text', () => ({ body: { ...good, riskScore: '0.5' } }), 400, 'invalid_request', ['riskScore']],
  [
    'an infinite score',
    () => ({ raw: JSON.stringify(good).replace('{', '{"riskScore":1e999,') }),
    400,
    'invalid_request',
    ['riskScore'],
  ],
  [
    'an executor’s origin',
    () => ({ body: { ...good, origin: 'executor' } }),
    400,
    'invalid_request',
    ['origin'],
  ],
  [
    'parameters that are a list',
    () => ({ body: { ...good, parameters: [1] } }),
    400,
    'invalid_request',
    ['parameters'],
  ],
  [
    'a number too large to keep',
    () => ({ raw: JSON.stringify(good).replace('"n":1', '"n":[12345678901234567890]') }),
    400,
    'invalid_request',
    ['parameters.n[0]'],
  ],
  [
    'an infinite parameter',
    () => ({ raw: JSON.stringify(good).replace('"n":1', '"n":1e999') }),
    400,
    'invalid_request',
    ['parameters.n'],
  ],
  [
    'broken text in a parameter',
    () => ({ raw: JSON.stringify(good).replace('"n":1', '"n":"\\ud800"') }),
    400,
    'invalid_request',
    ['parameters.n'],
  ],
  [
    'parameters that are too deep',
    () => ({ raw: JSON.stringify(good).replace('"n":1', `"n":${'['.repeat(40)}${']'.repeat(40)}`) }),
    400,
    'invalid_request',
    [`parameters.n${'[0]'.repeat(31)}`],
  ],
  [
    'a relative URL',
    () => ({ body: { ...good, target: { id: 'p', url: '/p' } } }),
    400,
    'invalid_request',
    ['target.url'],
  ],
  [
    'several bad fields',
    () => ({ body: { ...good, riskScore: 2, actionId: '', origin: 'x', extra: 1 } }),
    400,
    'invalid_request',
    ['actionId', 'riskScore', 'origin', 'extra'],
  ],
  [
    'a body over 1 MiB',
    () => ({ body: { ...good, parameters: { text: 'x'.repeat(1024 * 1024) } } }),
    413,
    'too_large',
    [],
  ],
  [
    'another media type',
    () => ({ raw: 'x=1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
    415,
    'unsupported_media_type',
    [],
  ],
  [
    'a compressed body',
    () => ({ body: good, headers: { 'Content-Encoding': 'gzip' } }),
    415,
    'unsupported_media_type',
    [],
  ],
  ['an address that is none', () => ({ path: '/api/v1/nothing', body: good }), 404, 'not_found', []],
  [
    'an action that is none',
    () => ({ method: 'GET', path: '/api/v1/actions/brand%2Fone/none' }),
    404,
    'not_found',
    [],
  ],
  [
    'a slash that is not encoded',
    () => ({ method: 'GET', path: '/api/v1/accounts/brand/one/guard' }),
    404,
    'not_found',
    [],
  ],
  [
    'a broken percent-encoding',
    () => ({ method: 'GET', path: '/api/v1/accounts/%ff/guard' }),
    400,
    'invalid_request',
    ['path'],
  ],
  [
    'a bad waitMs',
    () => ({ method: 'GET', path: '/api/v1/actions/brand%2Fone/none?waitMs=soon' }),
    400,
    'invalid_request',
    ['waitMs'],
  ],
  [
    'an unknown query',
    () => ({ method: 'GET', path: '/api/v1/accounts/brand%2Fone/guard?x=1' }),
    400,
    'invalid_request',
    ['x'],
  ],
  [
    'the guard of another account',
    () => ({ method: 'GET', path: '/api/v1/accounts/brand%2Ftwo/guard' }),
    403,
    'forbidden',
    [],
  ],
  ['another method', () => ({ method: 'DELETE' }), 405, 'method_not_allowed', []],
]

describe('each bad request gets its own clear answer, and nothing is recorded', () => {
  test.each(bad)('%s', async (_title, make, status, code, fields) => {
    const before = await countEvents()
    for (const path of ['/api/v1/actions', '/api/v1/actions/check']) {
      const asked = make()
      const answer = await call({ ...asked, path: asked.path ?? path })
      expect(answer.status).toBe(status)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      const problem = problemSchema.parse(answer.json)
      expect(problem).toMatchObject({ status, code, requestId: answer.headers.get('x-request-id') })
      expect(problem.errors.map(({ field }) => field).sort()).toEqual([...fields].sort())
      for (const { message } of problem.errors) expect(message).not.toMatch(/invalid input|undefined/i)
    }
    expect(await countEvents()).toBe(before)
  })

  test('the place of a fault in broken JSON is named', async () => {
    const { json } = await call({ raw: '{\n  "accountId": x\n}' })
    expect(problemSchema.parse(json).errors).toEqual([
      { field: 'body', message: 'is not JSON at line 2, column 16 (position 17)' },
    ])
  })

  test('a body over the limit is refused while it comes, without a length to go by', async () => {
    const status = await new Promise((resolve, reject) => {
      const sending = httpRequest(`${base}/api/v1/actions`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${tokens.scoped}`, 'Content-Type': 'application/json' },
      })
      sending.on('response', (response) => resolve(response.statusCode))
      sending.on('error', reject)
      for (let part = 0; part < 20; part++) sending.write('x'.repeat(64 * 1024))
    })
    expect(status).toBe(413)
  })
})

describe('the gate', () => {
  test('decides, and answers a repeat from the first decision', async () => {
    const first = await call({ body: good, headers: { 'X-Request-Id': 'mine-1' } })
    expect(first.status).toBe(200)
    expect(first.headers.get('x-request-id')).toBe('mine-1')
    const decision = decisionSchema.strict().parse(first.json)
    expect(decision).toMatchObject({
      verdict: 'allow',
      tier: 'none',
      replayed: false,
      sequence: 3,
      reasons: [],
    })
    const again = await call({ body: { ...good, occurredAt: '2026-01-01T12:00:00+02:00' } })
    expect(again.json).toEqual({ ...decision, replayed: true })
    const other = await call({ body: { ...good, parameters: { n: 2 } } })
    expect(other.status).toBe(409)
    expect(other.json).toMatchObject({ code: 'action_conflict' })
  })

  test('shows an action and the guard, from the log', async () => {
    const action = await call({ method: 'GET', path: '/api/v1/actions/brand%2Fone/a-1?waitMs=30000' })
    expect(actionStateSchema.strict().parse(action.json)).toMatchObject({ state: 'allowed', sequence: 3 })
    const guard = await call({ method: 'GET', path: '/api/v1/accounts/brand%2Fone/guard' })
    expect(accountGuardSchema.strict().parse(guard.json)).toMatchObject({
      tier: 'none',
      signals: { tier_1: { actionCount: 1, threshold: 12, left: 11 } },
      policy: { name: 'standard', mode: 'enforce' },
    })
  })

  test('a check answers the same and records nothing', async () => {
    const before = await countEvents()
    const body = { ...good, actionId: 'never', parameters: { n: 3 } }
    for (let time = 0; time < 30; time++) {
      const check = await call({ path: '/api/v1/actions/check', body })
      expect(decisionSchema.parse(check.json)).toMatchObject({
        verdict: 'allow',
        sequence: null,
        tier: 'none',
      })
    }
    expect(await countEvents()).toBe(before)
  })

  test('a human’s action passes with a key that may say so', async () => {
    const answer = await call({ token: tokens.human, body: { ...good, actionId: 'h-1', origin: 'human' } })
    expect(answer.json).toMatchObject({ verdict: 'allow' })
  })

  test('says when a paced action may come again, in the body and in the header', async () => {
    for (let index = 0; index < 11; index++)
      await call({ body: { ...good, actionId: `pace-${index}`, target: { id: `p-${index}` } } })
    const paced = await call({ body: { ...good, actionId: 'pace-11', target: { id: 'p-11' } } })
    const decision = decisionSchema.parse(paced.json)
    expect(decision).toMatchObject({ verdict: 'blocked', tier: 'tier_1', reasons: [{ code: 'paced' }] })
    expect(Number(paced.headers.get('retry-after')) * 1000).toBeGreaterThanOrEqual(
      decision.retryAfterMs ?? Infinity,
    )
  })

  test('keeps the parameters whole', async () => {
    const parameters = {
      text: 'ä\u0001 "\\',
      list: [1.5, null, true, { __proto__: null, deep: [[]] }],
      '': -0.1,
    }
    await call({ token: tokens.human, body: { ...good, actionId: 'whole', parameters, origin: 'human' } })
    const [row] = await queryDatabase<{ body: string }>(
      database.url,
      `SELECT body FROM event WHERE action_id = 'whole'`,
    )
    const stored = JSON.parse(row?.body ?? '{}') as { request: { parameters: unknown } }
    expect(stored.request.parameters).toEqual(parameters)
  })

  test('a revoked key is refused at its next action, also by a process that remembers it', async () => {
    const { id, token } = await createKey(runtime, {
      agentId: 'x',
      accountIds: ['brand/two'],
      expiresAtMs: null,
    })
    const body = { ...good, accountId: 'brand/two', actionId: 'before' }
    // From the second time on the key is remembered.
    for (let time = 0; time < 3; time++) expect((await call({ token, body })).status).toBe(200)
    const elsewhere = openRuntime(database.url)
    await revokeKey(elsewhere, id)
    await elsewhere.close()
    const before = await countEvents()
    const refused = await call({ token, body: { ...body, actionId: 'after' } })
    expect(refused.status).toBe(401)
    expect(await countEvents()).toBe(before)
  })

  test('a key ends at its time, also for a process that remembers it', async () => {
    const { token } = await createKey(runtime, { agentId: 'x', accountIds: null, expiresAtMs: nowMs + 1000 })
    const body = { ...good, accountId: 'brand/two', actionId: 'in time' }
    for (let time = 0; time < 3; time++) expect((await call({ token, body })).status).toBe(200)
    nowMs += 1000
    expect((await call({ token, body })).status).toBe(401)
  })

  test('describes itself, is alive and ready, and counts', async () => {
    const document = await call({ method: 'GET', path: '/api/v1/openapi.json', token: null })
    expect(document.json).toMatchObject({
      openapi: '3.1.0',
      components: {
        schemas: { Action: { required: expect.arrayContaining(['accountId', 'parameters']) as unknown } },
      },
    })
    expect((await call({ method: 'GET', path: '/healthz', token: null })).json).toEqual({ status: 'alive' })
    expect((await call({ method: 'GET', path: '/readyz', token: null })).json).toEqual({ status: 'ready' })
    const metrics = await (await fetch(`${base}/metrics`)).text()
    expect(metrics).toMatch(/interlock_decisions_total\{verdict="allow",tier="none"\} \d+/)
  })

  test('leaves what is not its own to whoever is next', async () => {
    expect((await fetch(`${base}/accounts`)).status).toBe(418)
    expect((await fetch(`${base}/api/live`)).status).toBe(418)
  })
})
