import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountGuardSchema } from '#lib/contracts/api/account-guard.ts'
import { actionStateSchema, decisionSchema } from '#lib/contracts/api/decision.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import { openAccount } from '#tests/support/gate-runtime.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { type GateCall, type ServedGate, serveGate } from '#tests/support/served-gate.ts'

const account = 'brand/one'
let served: ServedGate
const tokens = { scoped: '', human: '' }

beforeAll(async () => {
  served = await serveGate()
  const { runtime } = served
  await openAccount(runtime, account, presets.standard)
  const key = (changes: Partial<Parameters<typeof createKey>[1]>) =>
    createKey(runtime, { agentId: 'agent-1', accountIds: [account], expiresAtMs: null, ...changes })
  tokens.scoped = (await key({})).token
  tokens.human = (await key({ maySayHuman: true })).token
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
  const before = await served.countEvents()
  const body = { ...good, actionId: 'never', parameters: { n: 3 } }
  for (let time = 0; time < 30; time++) {
    const check = await call({ path: '/api/v1/actions/check', body })
    expect(decisionSchema.parse(check.json)).toMatchObject({
      verdict: 'allow',
      sequence: null,
      tier: 'none',
    })
  }
  expect(await served.countEvents()).toBe(before)
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
    served.database.url,
    `SELECT body FROM event WHERE action_id = 'whole'`,
  )
  const stored = JSON.parse(row?.body ?? '{}') as { request: { parameters: unknown } }
  expect(stored.request.parameters).toEqual(parameters)
})
