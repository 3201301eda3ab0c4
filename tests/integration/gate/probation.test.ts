import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Decision } from '#lib/contracts/api/decision.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import { lockOutAccount } from '#lib/services/lockouts/lock-out-account.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { type GateServer, killGateServer, startGateServer } from '#tests/support/gate-server.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'
import { resetByHand } from '#tests/support/reset-by-hand.ts'
import { actorAt } from '#tests/support/test-desk.ts'

const minuteMs = 60_000
let database: TestDatabase
let runtime: Runtime
let token: string
const servers: GateServer[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = openRuntime(database.url)
  token = (await createKey(runtime, { agentId: 'agent-1', accountIds: null, expiresAtMs: null })).token
})
afterAll(async () => {
  for (const server of servers) await killGateServer(server)
  await runtime.close()
  await database.drop()
})

async function start(aheadMs = 0): Promise<GateServer> {
  const server = await startGateServer(database.url, aheadMs)
  servers.push(server)
  return server
}

/** Opens an account under `standard` that has just been locked out and reset; answers the lockout. */
async function openOnProbation(accountId: string): Promise<string> {
  await openAccount(runtime, accountId, presets.standard)
  const actor = actorAt(Date.now(), 'ana', 'lead')
  await lockOutAccount(runtime, actor, { accountId, note: 'A person saw nonsense posted.' })
  return resetByHand(runtime, actor, accountId)
}

async function call<Answer>({ url }: GateServer, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as Answer
}

const edit = (server: GateServer, accountId: string, actionId: string) =>
  call<Decision>(server, 'actions', {
    accountId,
    actionId,
    type: 'edit',
    target: { id: `post-${actionId}` },
    parameters: {},
  })

interface Guard {
  readonly tier: string
  readonly lockout: unknown
  readonly probation: { readonly editsLeft: number } | null
}
const guardOf = (server: GateServer, accountId: string) => call<Guard>(server, `accounts/${accountId}/guard`)

test('50 calls at once in two processes with 5 edits left: 5 are admitted, and the sixth locks again as a child', async () => {
  const parentId = await openOnProbation('crowded')
  const gates = [await start(), await start()] as const
  const decisions = await Promise.all(
    Array.from({ length: 50 }, (_, index) => edit(gates[index % 2 === 0 ? 0 : 1], 'crowded', `e-${index}`)),
  )
  const bySequence = decisions.toSorted((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0))
  expect(bySequence.map(({ verdict }) => verdict)).toEqual([
    ...Array<string>(5).fill('allow'),
    ...Array<string>(45).fill('blocked'),
  ])
  const codes = bySequence.slice(5).map(({ reasons }) => reasons[0]?.code)
  expect(codes).toEqual(['probation_breached', ...Array<string>(44).fill('lockout_enforced')])
  // It locks in that very decision: the next event of the log is the lockout, and the decision names it.
  const sixth = bySequence[5]
  const rows = await readSoundStream(database.url, 'account:crowded')
  expect(rows[sixth?.sequence ?? 0]?.type).toBe('lockout_opened')
  const lockouts = await queryDatabase(
    database.url,
    `SELECT id, cause, parent_lockout_id FROM lockout WHERE account_id = 'crowded' AND status = 'active'`,
  )
  expect(lockouts).toEqual([
    { id: sixth?.lockoutId, cause: 'probation_breached', parent_lockout_id: parentId },
  ])
})

test('probation goes on in a process that was started after it began, and a clean window ends it there', async () => {
  await openOnProbation('clean')
  const first = await start()
  for (const id of ['one', 'two', 'three']) expect((await edit(first, 'clean', id)).verdict).toBe('allow')
  expect(await guardOf(first, 'clean')).toMatchObject({ probation: { editsLeft: 2 } })
  await killGateServer(first)

  const second = await start(9 * minuteMs)
  expect(await guardOf(second, 'clean')).toMatchObject({ probation: { editsLeft: 2 }, lockout: null })
  await killGateServer(second)

  const third = await start(10 * minuteMs)
  expect(await guardOf(third, 'clean')).toMatchObject({ probation: null, lockout: null, tier: 'none' })
  for (const id of ['four', 'five', 'six', 'seven']) {
    expect((await edit(third, 'clean', id)).verdict).toBe('allow')
  }
})
