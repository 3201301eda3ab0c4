import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RecoveryMoved, RecoveryReserved } from '#lib/engine/guard/fact-events.ts'
import { advanceAction } from '#lib/engine/recovery/advance-action.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { cancelAction } from '#lib/services/recovery/cancel-action.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { pausePost } from '#lib/services/recovery/pause-post.ts'
import { resumePost } from '#lib/services/recovery/resume-post.ts'
import { runRecoveryRound } from '#lib/services/recovery/run-recovery-round.ts'
import { workerPorts } from '#lib/services/recovery/worker-ports.ts'
import { runAccountCommand } from '#lib/services/run-account-command.ts'
import { findAction } from '#lib/store/recovery/actions.ts'
import { inTransaction } from '#lib/store/recovery/in-transaction.ts'
import { saveAction } from '#lib/store/recovery/save-action.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy } from '#tests/support/gate-runtime.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'
import { minute, noonMs } from '#tests/support/recovery-samples.ts'
import { openRecordedAccount, openRecoveryRuntime, stagnate } from '#tests/support/recovery-runtime.ts'

const ana = { id: 'ana', name: 'Ana Ruiz' }
let database: TestDatabase
const opened: { close: () => Promise<void> }[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((runtime) => runtime.close()))
})
afterAll(() => database.drop())

/** An account with an action reserved for each post. */
async function openReserved(accountId: string, posts: readonly string[] = ['p']) {
  const { runtime } = openRecoveryRuntime(database.url, noonMs)
  opened.push(runtime)
  await openRecordedAccount(runtime, accountId, calmPolicy)
  await stagnate(runtime, accountId, posts)
  await evaluateDuePosts(runtime)
  const [row] = await queryDatabase<{ id: string; post_no: string }>(
    database.url,
    'SELECT id, post_no FROM recovery_action WHERE account_id = $1 ORDER BY id',
    [accountId],
  )
  const action = row ? await findAction(runtime.database, row.id) : null
  if (!row || !action) throw new Error('nothing was reserved')
  return { runtime, action, postNo: row.post_no }
}

/** The account's events of recovery, from a log whose chain holds. */
async function recoveryEvents(accountId: string) {
  const rows = await readSoundStream(database.url, `account:${accountId}`)
  return rows.filter(({ type }) => /^(recovery|post)_/.test(type))
}

const start = (action: NonNullable<Awaited<ReturnType<typeof findAction>>>) => {
  const result = advanceAction(
    action.life,
    { type: 'start', nowMs: noonMs, leaseMs: minute, askId: 'a.1' },
    presets.standard.recovery.retry,
  )
  if (result.kind === 'refused') throw new Error(result.why)
  return { life: result.life, path: result.path, cause: null, lockoutId: null, atMs: noonMs }
}

describe('recovery in the account’s log', () => {
  test('every step has its event, and leads to it', async () => {
    const { runtime } = await openReserved('steps', ['p', 'q'])
    await runRecoveryRound(runtime, workerPorts(runtime), (error) => {
      throw error instanceof Error ? error : new Error(String(error))
    })
    const steps = await queryDatabase<{ action_id: string; status: string; seq: number }>(
      database.url,
      `SELECT action_id, recovery_step.status, seq::int FROM recovery_step
       JOIN recovery_action ON recovery_action.id = action_id WHERE account_id = 'steps' ORDER BY action_id, n`,
    )
    const events = await recoveryEvents('steps')
    const told = events.flatMap(({ type, seq, body }) => {
      const { recoveryActionId, path } = JSON.parse(body) as RecoveryMoved
      const passed = type === 'recovery_reserved' ? ['reserved'] : path
      return passed.map((status) => ({ action_id: recoveryActionId, status, seq }))
    })
    expect(steps).toHaveLength(4)
    expect(told.toSorted((a, b) => (a.action_id < b.action_id ? -1 : 1))).toStrictEqual(steps)
  })

  test('a reservation says by digest what its evaluation looked at, as it is stored', async () => {
    const { action } = await openReserved('digest')
    const [event] = await recoveryEvents('digest')
    const [evaluation] = await queryDatabase<{ inputs: unknown }>(
      database.url,
      'SELECT inputs FROM evaluation WHERE no = (SELECT evaluation_no FROM recovery_action WHERE id = $1)',
      [action.actionId],
    )
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    const reserved = JSON.parse(event?.body ?? '') as RecoveryReserved
    expect(reserved).toMatchObject({
      recoveryActionId: action.actionId,
      idempotencyKey: action.idempotencyKey,
      textDigest: sha256(action.text),
      evaluationDigest: sha256(canonicalize(evaluation?.inputs) ?? ''),
      policyVersion: (evaluation?.inputs as { policyVersion: string }).policyVersion,
    })
  })

  test('a person’s acts say who and why', async () => {
    const { runtime, action, postNo } = await openReserved('people', ['p', 'q'])
    await cancelAction(runtime, ana, { actionId: action.actionId, reason: 'The text is off-brand' })
    const other = await queryDatabase<{ post_no: string }>(
      database.url,
      `SELECT post_no FROM recovery_action WHERE account_id = 'people' AND status = 'reserved'`,
    )
    await pausePost(runtime, ana, { postNo: other[0]?.post_no ?? '', reason: 'It is being rewritten' })
    await resumePost(runtime, ana, {
      postNo: other[0]?.post_no ?? '',
      pausedAtMs: noonMs,
      reason: 'It is done',
    })
    expect(other[0]?.post_no).not.toBe(postNo)
    const events = (await recoveryEvents('people')).slice(2)
    expect(events.map(({ type, body }) => [type, JSON.parse(body) as object])).toMatchObject([
      ['recovery_moved', { path: ['cancelled'], by: { ...ana, reason: 'The text is off-brand' } }],
      ['post_paused', { by: ana, reason: 'It is being rewritten' }],
      ['recovery_moved', { path: ['cancelled'], cause: 'post_paused' }],
      ['post_resumed', { by: ana, reason: 'It is done' }],
    ])
  })

  test('a save that comes second, and one that a lockout stops, leave nothing behind', async () => {
    const { runtime, action } = await openReserved('second')
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => saveAction(runtime.database, action, start(action))),
    )
    expect(answers.filter((answer) => answer === 'saved')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'outdated')).toHaveLength(5)
    expect(await recoveryEvents('second')).toHaveLength(2)

    const locked = await openReserved('locked-save')
    const actor = { ...ana, role: 'lead', reauthenticatedAtMs: noonMs } as const
    const command = { type: 'lock_out_account', actor, reason: 'A drill of the kill switch' } as const
    await runAccountCommand(locked.runtime, 'locked-save', command)
    expect(await saveAction(locked.runtime.database, locked.action, start(locked.action))).toBe('locked_out')
    expect(await recoveryEvents('locked-save')).toHaveLength(1)
    expect(await findAction(locked.runtime.database, locked.action.actionId)).toMatchObject({
      version: 1,
      life: { status: 'reserved' },
    })
  })

  test('a due time that comes again, as after a step of the clock, holds nothing up', async () => {
    const { runtime, postNo } = await openReserved('again')
    await pausePost(runtime, ana, { postNo, reason: 'It is being rewritten' })
    await resumePost(runtime, ana, { postNo, pausedAtMs: noonMs, reason: 'It is done' })
    expect(await evaluateDuePosts(runtime)).toMatchObject({ evaluated: 1 })
    const due = await queryDatabase(
      database.url,
      'SELECT due_at FROM evaluation WHERE post_no = $1 ORDER BY no',
      [postNo],
    )
    expect(due).toStrictEqual([{ due_at: new Date(noonMs) }, { due_at: null }])
  })

  test('the victim of a deadlock is done again from its start', async () => {
    const { runtime } = openRecoveryRuntime(database.url, noonMs)
    opened.push(runtime)
    const met = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
    const lock = (key: number) => `SELECT pg_advisory_xact_lock(${String(key)})`
    let begun = 0
    const cross = (first: number, second: number) =>
      inTransaction(runtime.database, async (client) => {
        begun += 1
        await client.query(lock(first))
        met[first - 1]?.resolve(undefined)
        await met[second - 1]?.promise
        await client.query(lock(second))
        return first
      })
    expect(await Promise.all([cross(1, 2), cross(2, 1)])).toStrictEqual([1, 2])
    expect(begun).toBe(3)
  })

  test.each(['evaluation', 'recovery_step'])('%s is append-only, for a superuser too', async (table) => {
    for (const statement of [
      `UPDATE ${table} SET ${table === 'evaluation' ? 'reason = reason' : 'cause = cause'} WHERE false`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table} CASCADE`,
      `SET session_replication_role = replica; DELETE FROM ${table}`,
    ]) {
      await expect(queryDatabase(database.superuserUrl, statement)).rejects.toThrow('append-only')
    }
  })
})
