import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actionStateSchema, grantSchema } from '#lib/contracts/api/decision.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { createGate } from '#lib/gate/create-gate.ts'
import { readActionHistory } from '#lib/services/actions/run-action-command.ts'
import { settleOverdueClaims } from '#lib/services/actions/settle-overdue-claims.ts'
import { answerApproval } from '#lib/services/approvals/answer-approval.ts'
import { expireApprovals } from '#lib/services/approvals/expire-approvals.ts'
import { createConsoleContext } from '#lib/services/console/console-context.ts'
import { readAccount } from '#lib/services/console/read-account.ts'
import { readApproval } from '#lib/services/console/read-approval.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import { runAccountCommand } from '#lib/services/run-account-command.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { actorAt } from '#tests/support/test-desk.ts'

let database: TestDatabase
let runtime: Runtime & { readonly failures: unknown[] }
let server: Server
let base: string
let nowMs = Date.now()
const tokens = { writer: '', other: '' }

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = openRuntime(database.url, { clock: () => nowMs })
  await openAccount(runtime, 'brand', presets.standard)
  tokens.writer = (await createKey(runtime, { agentId: 'writer', accountIds: null, expiresAtMs: null })).token
  tokens.other = (await createKey(runtime, { agentId: 'other', accountIds: null, expiresAtMs: null })).token
  const gate = createGate(runtime)
  server = createServer((request, response) => {
    if (!gate(request, response)) response.writeHead(418).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/actions`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await runtime.close()
  await database.drop()
  expect(runtime.failures).toEqual([])
})

async function call(path: string, body?: unknown, token = tokens.writer) {
  const response = await fetch(`${base}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, json: (await response.json()) as Record<string, unknown> }
}

const ask = (actionId: string, type: string, accountId = 'brand') =>
  call('', { accountId, actionId, type, target: { id: `post-${actionId}` }, parameters: {} })

const answer = (approvalId: unknown, digest: unknown, approved: boolean) =>
  answerApproval(runtime, actorAt(nowMs, 'ana'), {
    approvalId: String(approvalId),
    digest: String(digest),
    approved,
    reason: 'Looked at it.',
  })

test('an allowed action is claimed once and settled once', async () => {
  const { json: decision } = await ask('plain', 'edit')
  const grant = await call('/brand/plain/claim', { digest: decision['digest'] })
  expect(grantSchema.strict().parse(grant.json)).toMatchObject({
    actionId: 'plain',
    digest: decision['digest'],
  })
  expect((await call('/brand/plain/claim', {})).json).toMatchObject({ status: 409, code: 'grant_spent' })
  const settled = await call('/brand/plain/outcome', { status: 'failed', errorCode: 'timeout' })
  expect(actionStateSchema.strict().parse(settled.json)).toMatchObject({ state: 'failed' })
  expect((await call('/brand/plain/outcome', { status: 'succeeded' })).json).toMatchObject({
    code: 'not_claimed',
  })
})

test('a waiting agent hears of the approval at once, and may act exactly once', async () => {
  const { json: decision } = await ask('held', 'delete_post')
  expect(decision).toMatchObject({ verdict: 'needs_approval' })
  expect((await call('/brand/held/claim', {})).json).toMatchObject({ code: 'not_admitted' })
  const waiting = call('/brand/held?waitMs=30000')
  expect(await answer(decision['approvalId'], decision['digest'], true)).toEqual({ kind: 'done' })
  expect((await waiting).json).toMatchObject({ state: 'approved' })
  expect((await call('/brand/held/claim', {})).status).toBe(200)
})

test('a rejected action is never claimed', async () => {
  const { json: decision } = await ask('refused', 'delete_post')
  await answer(decision['approvalId'], decision['digest'], false)
  expect((await call('/brand/refused?waitMs=0')).json).toMatchObject({ state: 'rejected' })
  expect((await call('/brand/refused/claim', {})).json).toMatchObject({ code: 'not_admitted' })
})

test('each wrong claim gets its own code', async () => {
  await ask('mine', 'edit')
  expect((await call('/brand/mine/claim', {}, tokens.other)).json).toMatchObject({ code: 'another_agents' })
  expect((await call('/brand/mine/claim', { digest: 'f'.repeat(64) })).json).toMatchObject({
    code: 'parameters_changed',
  })
  expect((await call('/brand/never/claim', {})).json).toMatchObject({ status: 404, code: 'not_found' })
  expect((await call('/brand/mine/claim', { digest: 'short', extra: 1 })).json).toMatchObject({
    status: 400,
    code: 'invalid_request',
    errors: [{ field: 'digest' }, { field: 'extra' }],
  })
  expect((await call('/brand/mine/outcome', { status: 'fine' })).json).toMatchObject({ status: 400 })
})

test('what was allowed before a lockout is refused after it', async () => {
  await ask('early', 'edit')
  await runAccountCommand(runtime, 'brand', {
    type: 'lock_out_account',
    actor: actorAt(nowMs, 'ana', 'lead'),
    reason: 'A person saw nonsense posted.',
  })
  expect((await call('/brand/early/claim', {})).json).toMatchObject({ code: 'lockout_in_force' })
})

test('each refused claim is recorded with its code and shown on the page of its approval', async () => {
  await openAccount(runtime, 'shown', presets.standard)
  const { json: held } = await ask('shown-1', 'delete_post', 'shown')
  const approvalId = String(held['approvalId'])
  const claim = (body: unknown, token = tokens.writer) => call('/shown/shown-1/claim', body, token)
  await claim({})
  await answer(approvalId, held['digest'], true)
  await claim({}, tokens.other)
  await claim({ digest: 'f'.repeat(64) })
  await claim({ digest: held['digest'] })
  await claim({})
  await call('/shown/shown-1/outcome', { status: 'failed', errorCode: 'timeout' })
  const view = await readApproval(
    createConsoleContext(runtime.database, () => nowMs),
    approvalId,
  )
  expect(view.life.map(({ kind, code }) => (code === null ? kind : `${kind} ${code}`))).toEqual([
    'claim_refused not_admitted',
    'approved',
    'claim_refused another_agents',
    'claim_refused parameters_changed',
    'claimed',
    'claim_refused grant_spent',
    'failed timeout',
  ])
})

test('a claim whose outcome nobody reports is written down as unknown by the sweep, once, and shown', async () => {
  await openAccount(runtime, 'silent', presets.standard)
  for (const actionId of ['silent-1', 'silent-2', 'told']) {
    await ask(actionId, 'edit', 'silent')
    expect((await call(`/silent/${actionId}/claim`, {})).status).toBe(200)
  }
  await call('/silent/told/outcome', { status: 'succeeded' })
  const sweep = (fromMs: number) => settleOverdueClaims(runtime, fromMs, () => false)
  const typesOf = async (actionId: string) =>
    (await readActionHistory(runtime, 'silent', actionId)).map(({ event }) => event.type)
  nowMs += 15 * 60_000 - 1
  const fromMs = await sweep(0)
  expect(await typesOf('silent-1')).toEqual(['action_decided', 'action_claimed'])
  nowMs += 1
  const nextMs = await sweep(fromMs)
  await sweep(nextMs)
  for (const actionId of ['silent-1', 'silent-2', 'told']) {
    expect(await typesOf(actionId)).toEqual(['action_decided', 'action_claimed', 'action_settled'])
  }
  const context = createConsoleContext(runtime.database, () => nowMs)
  const { decisions } = await readAccount(context, 'silent')
  expect(decisions.map(({ actionId, life }) => `${actionId} ${life ?? ''}`)).toEqual([
    'told succeeded',
    'silent-2 unknown',
    'silent-1 unknown',
  ])
})

test('a held action whose time runs out expires, is swept into the log, and stays refused', async () => {
  await openAccount(runtime, 'late', presets.standard)
  const asked = await call('', {
    accountId: 'late',
    actionId: 'x',
    type: 'delete_post',
    target: { id: 'p' },
    parameters: {},
  })
  nowMs += 1440 * 60_000
  expect((await call('/late/x')).json).toMatchObject({ state: 'expired' })
  expect(await answer(asked.json['approvalId'], asked.json['digest'], true)).toMatchObject({
    kind: 'refused',
    reasons: [{ code: 'grant_expired' }],
  })
  await expireApprovals(runtime, () => false)
  const row = await runtime.database.prisma.approval.findUnique({
    where: { id: String(asked.json['approvalId']) },
  })
  expect(row?.status).toBe('expired')
  expect((await call('/late/x/claim', {})).json).toMatchObject({ code: 'grant_expired' })
})
