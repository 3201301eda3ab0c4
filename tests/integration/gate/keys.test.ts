import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '#lib/services/keys/create-key.ts'
import { revokeKey } from '#lib/services/keys/revoke-key.ts'
import { openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { type ServedGate, serveGate } from '#tests/support/served-gate.ts'

let served: ServedGate
beforeAll(async () => {
  served = await serveGate()
  await openAccount(served.runtime, 'brand/two')
})
afterAll(() => served.close())

const good = { type: 'edit', target: { id: 'post-1' }, parameters: { n: 1 } }

test('a revoked key is refused at its next action, also by a process that remembers it', async () => {
  const { id, token } = await createKey(served.runtime, {
    agentId: 'x',
    accountIds: ['brand/two'],
    expiresAtMs: null,
  })
  const body = { ...good, accountId: 'brand/two', actionId: 'before' }
  // From the second time on the key is remembered.
  for (let time = 0; time < 3; time++) expect((await served.call({ token, body })).status).toBe(200)
  const elsewhere = openRuntime(served.database.url)
  await revokeKey(elsewhere, id)
  await elsewhere.close()
  const before = await served.countEvents()
  const refused = await served.call({ token, body: { ...body, actionId: 'after' } })
  expect(refused.status).toBe(401)
  expect(await served.countEvents()).toBe(before)
})

test('a key ends at its time, also for a process that remembers it', async () => {
  const { token } = await createKey(served.runtime, {
    agentId: 'x',
    accountIds: null,
    expiresAtMs: served.nowMs + 1000,
  })
  const body = { ...good, accountId: 'brand/two', actionId: 'in time' }
  for (let time = 0; time < 3; time++) expect((await served.call({ token, body })).status).toBe(200)
  served.nowMs += 1000
  expect((await served.call({ token, body })).status).toBe(401)
})
