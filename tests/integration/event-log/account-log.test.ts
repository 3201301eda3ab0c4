import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { assignPolicy } from '#lib/services/accounts/assign-policy.ts'
import { decideAction } from '#lib/services/decide-action.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import { viewGuard } from '#lib/services/view-guard.ts'
import type { Runtime, RuntimeOptions } from '#lib/services/runtime.ts'
import { edit } from '#tests/support/asked-edit.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ask, calmPolicy, openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { queryDatabase, readSoundStream, verdictsOf } from '#tests/support/recorded-stream.ts'

let database: TestDatabase
const opened: Runtime[] = []

function runtimeWith(options: Partial<RuntimeOptions> = {}) {
  const runtime = openRuntime(database.url, options)
  opened.push(runtime)
  return runtime
}

beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((runtime) => runtime.close()))
})
afterAll(() => database.drop())

test('a repeated action id is answered from the first decision, by any process, also at once', async () => {
  const [one, other] = [runtimeWith(), runtimeWith()]
  await openAccount(one, 'repeats', calmPolicy)
  await ask(other, edit('repeats', 'warm'))
  const asked = edit('repeats', 'same')
  const answers = await Promise.all([one, other, one, other, one].map((runtime) => ask(runtime, asked)))
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
  expect(new Set(answers.map(({ sequence }) => sequence)).size).toBe(1)
  const changed = { ...asked, parameters: { text: 'other' } }
  for (const runtime of [one, other, runtimeWith()]) {
    await expect(ask(runtime, changed)).rejects.toMatchObject({ code: 'action_conflict' })
    expect((await ask(runtime, asked)).replayed).toBe(true)
  }
  expect(verdictsOf(await readSoundStream(database.url, 'account:repeats'))).toHaveLength(2)
})

test('one repeat among many does not harm the others of its batch', async () => {
  const first = runtimeWith()
  await openAccount(first, 'mixed', calmPolicy)
  await ask(first, edit('mixed', 'old'))
  const fresh = runtimeWith()
  const ids = ['a', 'b', 'old', 'c', 'd', 'a']
  const answers = await Promise.all(ids.map((id) => ask(fresh, edit('mixed', id))))
  expect(answers.map(({ replayed }) => replayed)).toEqual([false, false, true, false, false, true])
  expect(fresh.failures).toEqual([])
})

test('a repeat shows the escalation and the signals of the first decision, under its policy', async () => {
  const runtime = runtimeWith()
  await openAccount(runtime, 'escalates')
  const answers = []
  for (let index = 0; index < 15; index++) answers.push(await ask(runtime, edit('escalates', `e-${index}`)))
  await assignPolicy(runtime, 'escalates', calmPolicy)
  for (const [index, first] of answers.entries()) {
    expect(await ask(runtime, edit('escalates', `e-${index}`))).toEqual({ ...first, replayed: true })
  }
  expect(answers[11]?.escalation?.tier).toBe('tier_1')
  expect(answers[14]).toMatchObject({ verdict: 'blocked', escalation: { tier: 'tier_3' } })
})

test('accounts without work are kept within the bound, and forgetting one changes no decision', async () => {
  const runtime = runtimeWith({ accountCache: 5 })
  const accountIds = Array.from({ length: 20 }, (_, index) => `bound-${index}`)
  for (const accountId of accountIds) await openAccount(runtime, accountId)
  for (let time = 0; time < 20; time++) {
    await Promise.all(accountIds.map((accountId) => ask(runtime, edit(accountId, `b-${time}`))))
    expect(runtime.accounts.size).toBeLessThanOrEqual(5)
  }
  for (const accountId of accountIds) {
    const verdicts = verdictsOf(await readSoundStream(database.url, `account:${accountId}`))
    expect(verdicts).toEqual([...Array<string>(14).fill('allow'), ...Array<string>(6).fill('blocked')])
  }
})

test('a decision made under an old control epoch is made again, not written', async () => {
  const [one, other] = [runtimeWith(), runtimeWith()]
  await openAccount(one, 'epoch', calmPolicy)
  await ask(one, edit('epoch', 'before'))
  await createKey(other, { agentId: 'somebody', accountIds: null, expiresAtMs: null })
  expect((await ask(one, edit('epoch', 'after'))).verdict).toBe('allow')
  // Whose key was read before must read it again.
  const outdated = await decideAction(one, edit('epoch', 'outdated'), { authorityEpoch: 1 })
  expect(outdated).toEqual({ kind: 'authority_outdated' })
  expect(verdictsOf(await readSoundStream(database.url, 'account:epoch'))).toHaveLength(2)
})

test('the clock of an account never runs backwards', async () => {
  let nowMs = Date.UTC(2026, 0, 1, 12)
  const runtime = runtimeWith({ clock: () => nowMs })
  await openAccount(runtime, 'clock', calmPolicy)
  const first = await ask(runtime, edit('clock', 'a'))
  nowMs -= 3_600_000
  const second = await ask(runtime, edit('clock', 'b'))
  expect(second.decidedAt).toBe(first.decidedAt)
  expect(second.signals.tier_1.actionCount).toBe(2)
})

test('an unknown account is refused, and leaves nothing behind', async () => {
  const runtime = runtimeWith()
  await expect(ask(runtime, edit('nobody', 'a'))).rejects.toMatchObject({ code: 'unknown_account' })
  await expect(viewGuard(runtime, 'nobody')).rejects.toMatchObject({ code: 'unknown_account' })
  expect(await readSoundStream(database.url, 'account:nobody')).toEqual([])
})

test('without a database nothing is admitted, and the answer comes by the deadline', async () => {
  const runtime = openRuntime('postgresql://nobody:none@127.0.0.1:9/none', { decideDeadlineMs: 300 })
  const startedMs = performance.now()
  await expect(ask(runtime, edit('any', 'a'))).rejects.toMatchObject({ code: 'cannot_decide' })
  expect(performance.now() - startedMs).toBeLessThan(5000)
  await expect(viewGuard(runtime, 'any')).rejects.toMatchObject({ code: 'cannot_decide' })
  expect(runtime.failures.length).toBeGreaterThan(0)
  await runtime.close()
})

test('connections that break under load lose nothing and double nothing', async () => {
  const runtime = runtimeWith({ decideDeadlineMs: 20_000 })
  await openAccount(runtime, 'broken', calmPolicy)
  let number = 0
  const caller = async (): Promise<void> => {
    while (number < 3000) await ask(runtime, edit('broken', `k-${number++}`))
  }
  const load = Promise.all(Array.from({ length: 16 }, caller))
  for (let time = 0; time < 6; time++) {
    await new Promise((resolve) => setTimeout(resolve, 60))
    await queryDatabase(
      database.superuserUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'interlock'`,
    )
  }
  await load
  const rows = await readSoundStream(database.url, 'account:broken')
  const ids = rows.flatMap(({ action_id }) => action_id ?? [])
  expect(ids).toHaveLength(number)
  expect(new Set(ids).size).toBe(number)
})

test('what cannot be told from the memory of another process is told by the log', async () => {
  const [one, other] = [runtimeWith(), runtimeWith()]
  await openAccount(one, 'stale')
  await viewGuard(other, 'stale')
  for (let index = 0; index < 15; index++) await ask(one, edit('stale', `s-${index}`))
  expect(await viewGuard(other, 'stale')).toMatchObject({
    tier: 'tier_3',
    lockout: { cause: 'velocity_tier_3' },
  })
  expect((await ask(other, edit('stale', 'late'))).verdict).toBe('blocked')
})

test('an account is loaded from its snapshot and the tail, to the same state', async () => {
  const writer = runtimeWith()
  await openAccount(writer, 'snapped', calmPolicy)
  await Promise.all(Array.from({ length: 700 }, (_, index) => ask(writer, edit('snapped', `n-${index}`))))
  await expect
    .poll(async () => {
      const rows = await queryDatabase(
        database.url,
        `SELECT seq::int FROM stream_snapshot WHERE stream = 'account:snapped'`,
      )
      return rows.length
    })
    .toBe(1)
  await ask(writer, edit('snapped', 'tail'))
  const { state } = await writer.accounts.read('snapped')
  const fromSnapshot = await runtimeWith().accounts.read('snapped')
  expect(fromSnapshot.state).toEqual(state)
  await queryDatabase(database.url, 'DELETE FROM stream_snapshot')
  const fromEvents = await runtimeWith().accounts.read('snapped')
  expect(fromEvents.state).toEqual(state)
})

test('a policy is in force from the next decision on', async () => {
  const [one, other] = [runtimeWith(), runtimeWith()]
  await openAccount(one, 'policy', presets.seed)
  await ask(other, edit('policy', 'a'))
  const version = await assignPolicy(one, 'policy', presets.strict)
  expect((await ask(other, edit('policy', 'b'))).policyVersion).toBe(version)
  const [row] = await queryDatabase(
    database.url,
    `SELECT policy_name, policy_version FROM account WHERE id = 'policy'`,
  )
  expect(row).toEqual({ policy_name: 'strict', policy_version: version })
})
