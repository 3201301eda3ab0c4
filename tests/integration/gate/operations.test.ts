import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '#lib/services/keys/create-key.ts'
import { openAccount } from '#tests/support/gate-runtime.ts'
import { type ServedGate, serveGate } from '#tests/support/served-gate.ts'

let served: ServedGate
beforeAll(async () => {
  served = await serveGate()
  const { runtime } = served
  await openAccount(runtime, 'brand')
  const { token } = await createKey(runtime, { agentId: 'a', accountIds: null, expiresAtMs: null })
  const body = { accountId: 'brand', actionId: 'one', type: 'edit', target: { id: 'p' }, parameters: {} }
  await served.call({ token, body })
})
afterAll(() => served.close())

test('describes itself, is alive and ready, and counts', async () => {
  const document = await served.call({ method: 'GET', path: '/api/v1/openapi.json', token: null })
  expect(document.json).toMatchObject({
    openapi: '3.1.0',
    components: {
      schemas: { Action: { required: expect.arrayContaining(['accountId', 'parameters']) as unknown } },
    },
  })
  expect((await served.call({ method: 'GET', path: '/healthz', token: null })).json).toEqual({
    status: 'alive',
  })
  expect((await served.call({ method: 'GET', path: '/readyz', token: null })).json).toEqual({
    status: 'ready',
  })
  const metrics = await (await fetch(`${served.base}/metrics`)).text()
  expect(metrics).toMatch(/interlock_decisions_total\{verdict="allow",tier="none"\} \d+/)
})

test('leaves what is not its own to whoever is next', async () => {
  expect((await fetch(`${served.base}/accounts`)).status).toBe(418)
  expect((await fetch(`${served.base}/api/live`)).status).toBe(418)
})
