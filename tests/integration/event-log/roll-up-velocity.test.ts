import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordedActionSchema } from '#lib/contracts/recorded-action.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { importActions } from '#lib/services/import-actions.ts'
import { rollUpVelocity } from '#lib/services/roll-up-velocity.ts'
import type { Runtime } from '#lib/services/runtime.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openRuntime } from '#tests/support/gate-runtime.ts'
import { queryDatabase, readSoundStream, verdictsOf } from '#tests/support/recorded-stream.ts'

let database: TestDatabase
let runtime: Runtime

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = openRuntime(database.url)
})
afterAll(async () => {
  await runtime.close()
  await database.drop()
})

async function* history(count: number) {
  await Promise.resolve()
  for (let index = 0; index < count; index++) {
    // Equal lines are different actions.
    const line = { accountId: `h-${index % 2}`, agentId: 'bot', actionType: 'edit', targetId: 'p' }
    const occurredAt = new Date(Date.UTC(2026, 0, 1) + Math.floor(index / 4) * 7_000).toISOString()
    yield recordedActionSchema.parse({ ...line, occurredAt })
  }
}

test('a recorded history goes in with its own clock; cut off and sent again it goes in once', async () => {
  const options = { policy: presets.seed }
  expect(await importActions(runtime, history(50), options)).toEqual({
    lines: 50,
    decided: 50,
    repeated: 0,
    lockouts: 2,
  })
  const again = openRuntime(database.url)
  expect(await importActions(again, history(120), options)).toEqual({
    lines: 120,
    decided: 70,
    repeated: 50,
    lockouts: 0,
  })
  await again.close()
  for (const accountId of ['h-0', 'h-1']) {
    const rows = await readSoundStream(database.url, `account:${accountId}`)
    expect(verdictsOf(rows)).toEqual([
      ...Array<string>(14).fill('allow'),
      ...Array<string>(46).fill('blocked'),
    ])
    expect(rows[0]?.at.toISOString()).toBe('2026-01-01T00:00:00.000Z')
  }
  const accounts = await queryDatabase(database.url, 'SELECT id, recorded, tier FROM account ORDER BY id')
  expect(accounts).toEqual(['h-0', 'h-1'].map((id) => ({ id, recorded: true, tier: 'tier_3' })))
})

test('many workers at once roll each event up exactly once', async () => {
  const others = Array.from({ length: 4 }, () => openRuntime(database.url))
  await Promise.all([runtime, ...others].map((worker) => rollUpVelocity(worker)))
  await importActions(runtime, history(400), { policy: presets.seed })
  await Promise.all([runtime, ...others].map((worker) => rollUpVelocity(worker)))
  expect(await rollUpVelocity(runtime)).toBe(0)
  await Promise.all(others.map((worker) => worker.close()))
  const rows = await queryDatabase(
    database.url,
    `SELECT sum(admitted)::int AS admitted, sum(blocked)::int AS blocked, sum(refused_by_lockout)::int AS refused,
       sum(counted)::int AS counted, max(peak_tier_3) AS peak FROM velocity_minute GROUP BY stream`,
  )
  expect(rows).toEqual(Array(2).fill({ admitted: 14, blocked: 1, refused: 185, counted: 15, peak: 15 }))
  const [minute] = await queryDatabase(
    database.url,
    'SELECT minute, admitted, refused_by_lockout FROM velocity_minute ORDER BY stream, minute LIMIT 1',
  )
  expect(minute).toEqual({ minute: new Date(Date.UTC(2026, 0, 1)), admitted: 14, refused_by_lockout: 3 })
})
