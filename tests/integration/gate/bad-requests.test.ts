import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemSchema } from '#lib/contracts/api/problem-body.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import { revokeKey } from '#lib/services/keys/revoke-key.ts'
import { openAccount } from '#tests/support/gate-runtime.ts'
import { type GateCall, type ServedGate, serveGate } from '#tests/support/served-gate.ts'

const account = 'brand/one'
let served: ServedGate
const tokens = { scoped: '', everywhere: '', expired: '', revoked: '' }

beforeAll(async () => {
  served = await serveGate()
  const { runtime } = served
  await openAccount(runtime, account, presets.standard)
  await openAccount(runtime, 'brand/two', presets.seed)
  const key = (changes: Partial<Parameters<typeof createKey>[1]>) =>
    createKey(runtime, { agentId: 'agent-1', accountIds: [account], expiresAtMs: null, ...changes })
  tokens.scoped = (await key({})).token
  tokens.everywhere = (await key({ accountIds: null })).token
  tokens.expired = (await key({ expiresAtMs: served.nowMs - 1 })).token
  const revoked = await key({})
  await revokeKey(runtime, revoked.id)
  tokens.revoked = revoked.token
})
afterAll(() => served.close())

const good = {
  accountId: account,
  actionId: 'a-1',
  type: 'edit',
  target: { id: 'post-1' },
  parameters: { n: 1 },
}

/** Asks with the account's own key unless told otherwise. */
const call = (asked: Partial<GateCall>) => served.call({ token: tokens.scoped, ...asked })

/** A request that is refused as 400 `invalid_request`, naming these fields. */
function invalid(title: string, fields: readonly string[], make: () => Partial<GateCall>): BadRequest {
  return [title, make, 400, 'invalid_request', fields]
}

type BadRequest = [
  title: string,
  make: () => Partial<GateCall>,
  status: number,
  code: string,
  fields: readonly string[],
]

/** Each bad input: title, the call, the status, the code, and every field that must be named. */
const bad: BadRequest[] = [
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
  invalid('broken JSON', ['body'], () => ({ raw: '{"accountId": x}' })),
  invalid('JSON that ends too early', ['body'], () => ({ raw: '{"accountId":' })),
  invalid('NaN', ['body'], () => ({ raw: '{"riskScore": NaN}' })),
  invalid('nothing', ['body'], () => ({ raw: '', headers: { 'Content-Type': 'application/json' } })),
  invalid('bytes that are no UTF-8', ['body'], () => ({
    raw: Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
  })),
  invalid('an array', ['body'], () => ({ body: [] })),
  invalid('an empty object', ['accountId', 'actionId', 'type', 'target', 'parameters'], () => ({ body: {} })),
  invalid('an unknown field', ['colour'], () => ({ body: { ...good, colour: 1 } })),
  invalid('an unknown field of the target', ['target.x'], () => ({
    body: { ...good, target: { id: 'p', x: 1 } },
  })),
  invalid('a naive time', ['occurredAt'], () => ({ body: { ...good, occurredAt: '2026-01-01T12:00:00' } })),
  invalid('a day that is none', ['occurredAt'], () => ({
    body: { ...good, occurredAt: '2026-02-30T12:00:00Z' },
  })),
  invalid('a number for an id', ['actionId'], () => ({ body: { ...good, actionId: 7 } })),
  invalid('an empty id', ['actionId'], () => ({ body: { ...good, actionId: '' } })),
  invalid('an id that is too long', ['actionId'], () => ({ body: { ...good, actionId: 'x'.repeat(201) } })),
  invalid('a control character', ['actionId'], () => ({ body: { ...good, actionId: 'a\u0000' } })),
  invalid('a lone surrogate', ['target.id'], () => ({
    raw: JSON.stringify(good).replace('post-1', '\\ud800'),
  })),
  invalid('a score over 1', ['riskScore'], () => ({ body: { ...good, riskScore: 1.01 } })),
  invalid('a score below 0', ['impactScore'], () => ({ body: { ...good, impactScore: -0.1 } })),
  invalid('a score as text', ['riskScore'], () => ({ body: { ...good, riskScore: '0.5' } })),
  invalid('an infinite score', ['riskScore'], () => ({
    raw: JSON.stringify(good).replace('{', '{"riskScore":1e999,'),
  })),
  invalid('an executor’s origin', ['origin'], () => ({ body: { ...good, origin: 'executor' } })),
  invalid('parameters that are a list', ['parameters'], () => ({ body: { ...good, parameters: [1] } })),
  invalid('a number too large to keep', ['parameters.n[0]'], () => ({
    raw: JSON.stringify(good).replace('"n":1', '"n":[12345678901234567890]'),
  })),
  invalid('an infinite parameter', ['parameters.n'], () => ({
    raw: JSON.stringify(good).replace('"n":1', '"n":1e999'),
  })),
  invalid('broken text in a parameter', ['parameters.n'], () => ({
    raw: JSON.stringify(good).replace('"n":1', '"n":"\\ud800"'),
  })),
  invalid('parameters that are too deep', [`parameters.n${'[0]'.repeat(31)}`], () => ({
    raw: JSON.stringify(good).replace('"n":1', `"n":${'['.repeat(40)}${']'.repeat(40)}`),
  })),
  invalid('a relative URL', ['target.url'], () => ({ body: { ...good, target: { id: 'p', url: '/p' } } })),
  invalid('several bad fields', ['actionId', 'riskScore', 'origin', 'extra'], () => ({
    body: { ...good, riskScore: 2, actionId: '', origin: 'x', extra: 1 },
  })),
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
  invalid('a broken percent-encoding', ['path'], () => ({
    method: 'GET',
    path: '/api/v1/accounts/%ff/guard',
  })),
  invalid('a bad waitMs', ['waitMs'], () => ({
    method: 'GET',
    path: '/api/v1/actions/brand%2Fone/none?waitMs=soon',
  })),
  invalid('an unknown query', ['x'], () => ({
    method: 'GET',
    path: '/api/v1/accounts/brand%2Fone/guard?x=1',
  })),
  [
    'the guard of another account',
    () => ({ method: 'GET', path: '/api/v1/accounts/brand%2Ftwo/guard' }),
    403,
    'forbidden',
    [],
  ],
  ['another method', () => ({ method: 'DELETE' }), 405, 'method_not_allowed', []],
]

test.each(bad)(
  '%s: a clear answer of its own, and nothing is recorded',
  async (_title, make, status, code, fields) => {
    const before = await served.countEvents()
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
    expect(await served.countEvents()).toBe(before)
  },
)

test('the place of a fault in broken JSON is named', async () => {
  const { json } = await call({ raw: '{\n  "accountId": x\n}' })
  expect(problemSchema.parse(json).errors).toEqual([
    { field: 'body', message: 'is not JSON at line 2, column 16 (position 17)' },
  ])
})

test('a body over the limit is refused while it comes, without a length to go by', async () => {
  const status = await new Promise((resolve, reject) => {
    const sending = httpRequest(`${served.base}/api/v1/actions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${tokens.scoped}`, 'Content-Type': 'application/json' },
    })
    sending.on('response', (response) => resolve(response.statusCode))
    sending.on('error', reject)
    for (let part = 0; part < 20; part++) sending.write('x'.repeat(64 * 1024))
  })
  expect(status).toBe(413)
})
