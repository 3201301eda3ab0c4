import { afterAll, beforeAll, expect, test } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy, openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { type GateServer, killGateServer, startGateServer } from '#tests/support/gate-server.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'

let database: TestDatabase
let runtime: Runtime
let token: string
const servers: GateServer[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = openRuntime(database.url)
  for (const accountId of calm) await openAccount(runtime, accountId, calmPolicy)
  token = (await createKey(runtime, { agentId: 'agent-1', accountIds: null, expiresAtMs: null })).token
})
afterAll(async () => {
  for (const server of servers) await killGateServer(server)
  await runtime.close()
  await database.drop()
})

const rounds = Number(process.env.INTERLOCK_TEST_KILLS ?? 20)
const callers = 16
const calm = ['calm-0', 'calm-1', 'calm-2', 'calm-3']

async function start(): Promise<GateServer> {
  const server = await startGateServer(database.url)
  servers.push(server)
  return server
}

interface Answered {
  readonly accountId: string
  readonly actionId: string
  readonly verdict: string
  readonly sequence: number
}

/** Asks; null when the server died before it answered. */
async function ask(url: string, accountId: string, actionId: string): Promise<Answered | null> {
  const body = JSON.stringify({ accountId, actionId, type: 'edit', target: { id: 'post' }, parameters: {} })
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  try {
    const response = await fetch(`${url}/api/v1/actions`, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    return (await response.json()) as Answered
  } catch (error) {
    // fetch's own failure is the dead server; anything else is the test's.
    if (error instanceof TypeError) return null
    throw error
  }
}

test(`killed ${rounds} times under load: what was answered is in the log, once, and lockouts stay`, async () => {
  const answered: Answered[] = []
  const asked: { accountId: string; actionId: string }[] = []
  for (let round = 0; round < rounds; round++) {
    const runaway = await openAccount(runtime, `runaway-${round}`, presets.seed)
    const server = await start()
    let isOver = false
    let number = 0
    const caller = async (): Promise<void> => {
      while (!isOver) {
        const accountId = number % 2 === 0 ? runaway : (calm[number % calm.length] ?? runaway)
        const actionId = `r${round}-${number++}`
        asked.push({ accountId, actionId })
        const answer = await ask(server.url, accountId, actionId)
        if (answer) answered.push(answer)
      }
    }
    const load = Promise.all(Array.from({ length: callers }, caller))
    // At another moment of the load each time, told by its answers: how fast the machine is does not matter.
    const enough = answered.length + 5 + ((round * 37) % 120)
    while (answered.length < enough) await new Promise((resolve) => setTimeout(resolve, 2))
    await killGateServer(server)
    isOver = true
    await load
  }

  const restarted = await start()
  const accounts = [...calm, ...Array.from({ length: rounds }, (_, round) => `runaway-${round}`)]
  let locked = 0
  for (const accountId of accounts) {
    const rows = await readSoundStream(database.url, `account:${accountId}`)
    const ids = rows.flatMap(({ action_id }) => action_id ?? [])
    expect(new Set(ids).size, `${accountId}: none twice`).toBe(ids.length)
    for (const answer of answered.filter((one) => one.accountId === accountId)) {
      const row = rows[answer.sequence - 1]
      expect(row?.action_id, `${accountId} ${answer.sequence}`).toBe(answer.actionId)
      expect((JSON.parse(row?.body ?? '{}') as Answered).verdict).toBe(answer.verdict)
    }
    if (rows.some(({ type }) => type === 'lockout_opened')) {
      locked += 1
      const after = await ask(restarted.url, accountId, 'after the restart')
      expect(after?.verdict, `${accountId} is still locked out`).toBe('blocked')
    }
  }
  expect(locked).toBeGreaterThan(0)

  // An unanswered one is asked again by its agent: it is answered once and for all, whether it was written or not.
  const unanswered = asked.filter(({ actionId }) => !answered.some((one) => one.actionId === actionId))
  expect(unanswered.length).toBeGreaterThan(0)
  for (const { accountId, actionId } of unanswered.slice(0, 50)) {
    const answer = await ask(restarted.url, accountId, actionId)
    const rows = await queryDatabase(
      database.url,
      'SELECT seq::int FROM event WHERE stream = $1 AND action_id = $2',
      [`account:${accountId}`, actionId],
    )
    expect(rows).toEqual([{ seq: answer?.sequence }])
  }
}, 300_000)
