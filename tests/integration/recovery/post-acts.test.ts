import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RecoveryPorts } from '#lib/services/recovery/recovery-ports.ts'
import { cancelAction } from '#lib/services/recovery/cancel-action.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { evaluatePostNow } from '#lib/services/recovery/evaluate-post-now.ts'
import { pausePost } from '#lib/services/recovery/pause-post.ts'
import { resumePost } from '#lib/services/recovery/resume-post.ts'
import { runRecoveryRound } from '#lib/services/recovery/run-recovery-round.ts'
import { settleAction } from '#lib/services/recovery/settle-action.ts'
import { workerPorts } from '#lib/services/recovery/worker-ports.ts'
import { findAction } from '#lib/store/recovery/actions.ts'
import { saveAction } from '#lib/store/recovery/save-action.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy } from '#tests/support/gate-runtime.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { minute, noonMs } from '#tests/support/recovery-samples.ts'
import { openRecordedAccount, openRecoveryRuntime, stagnate } from '#tests/support/recovery-runtime.ts'

const ana = { id: 'ana', name: 'Ana Ruiz' }
const ben = { id: 'ben', name: 'Ben Osei' }

let database: TestDatabase
const opened: { close: () => Promise<void> }[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((runtime) => runtime.close()))
})
afterAll(() => database.drop())

/** An account with one stagnating post, and a worker that the test moves. */
async function openPost(accountId: string, fates: readonly string[] = []) {
  const { runtime, time } = openRecoveryRuntime(database.url, noonMs)
  opened.push(runtime)
  const ports: RecoveryPorts = { ...workerPorts(runtime), random: () => 0 }
  const round = () =>
    runRecoveryRound(runtime, ports, (error) => {
      throw error instanceof Error ? error : new Error(String(error))
    })
  await openRecordedAccount(runtime, accountId, calmPolicy, { p: fates })
  await stagnate(runtime, accountId, ['p'])
  const [post] = await queryDatabase<{ no: string }>(
    database.url,
    `SELECT no FROM post WHERE account_id = '${accountId}'`,
  )
  const action = async () => {
    const [row] = await queryDatabase<{
      id: string
      status: string
      settled_by_name: string | null
      cause: string
    }>(
      database.url,
      `SELECT id, status, settled_by_name, (SELECT cause FROM recovery_step WHERE action_id = recovery_action.id
          ORDER BY n DESC LIMIT 1) AS cause
       FROM recovery_action WHERE account_id = '${accountId}' ORDER BY reserved_at DESC, id DESC LIMIT 1`,
    )
    if (!row) throw new Error('there is no action')
    return row
  }
  return { runtime, time, ports, round, action, postNo: post?.no ?? '', accountId }
}

const refusal = (act: { kind: string; reasons?: readonly { message: string }[] }) =>
  act.reasons?.map(({ message }) => message.replaceAll('\u00a0', ' ')).join(' ') ?? act.kind

describe('calling an action off', () => {
  test('what waits is called off with who and why, and its key is free again', async () => {
    const { runtime, action, postNo } = await openPost('cancel')
    await evaluateDuePosts(runtime)
    const { id: actionId } = await action()
    const input = { actionId, reason: 'The text is off-brand' }
    expect((await cancelAction(runtime, ana, input)).kind).toBe('done')
    expect(await action()).toMatchObject({ status: 'cancelled', settled_by_name: 'Ana Ruiz' })
    expect(refusal(await cancelAction(runtime, ben, input))).toBe(
      'Ana Ruiz has called it off, 1 Jan 12:00:00 UTC',
    )
    expect(await evaluatePostNow(runtime, postNo)).toMatchObject({ kind: 'done', value: { planned: true } })
  })

  test('of two reviewers at once one calls it off, and the other is told who', async () => {
    const { runtime, action } = await openPost('cancel-race')
    await evaluateDuePosts(runtime)
    const { id: actionId } = await action()
    const answers = await Promise.all(
      [ana, ben].map((person) => cancelAction(runtime, person, { actionId, reason: 'At once' })),
    )
    const { settled_by_name: first } = await action()
    expect(answers.map(({ kind }) => kind).sort()).toStrictEqual(['done', 'refused'])
    const refused = answers.find(({ kind }) => kind === 'refused')
    expect(refused && refusal(refused)).toContain(`${String(first)} has called it off`)
  })

  test('what runs is not called off any more', async () => {
    const { runtime, action } = await openPost('cancel-running')
    await evaluateDuePosts(runtime)
    const stored = await findAction(runtime.database, (await action()).id)
    if (!stored) throw new Error('there is no action')
    await saveAction(runtime.database, stored, {
      life: {
        status: 'running',
        attempts: 1,
        firstAttemptAtMs: noonMs,
        errorCode: null,
        leaseEndsAtMs: noonMs + minute,
      },
      path: ['running'],
      cause: null,
      lockoutId: null,
      atMs: noonMs,
    })
    const answer = await cancelAction(runtime, ana, { actionId: stored.actionId, reason: 'Too late' })
    expect(refusal(answer)).toBe('It is running; it cannot be called off any more')
    expect((await action()).status).toBe('running')
  })
})

describe('pausing a post', () => {
  test('a paused post is not evaluated, planned or dispatched; resumed it is due', async () => {
    const { runtime, time, round, action, postNo, accountId } = await openPost('pause')
    await evaluateDuePosts(runtime)
    const paused = await pausePost(runtime, ana, { postNo, reason: 'The author rewrites it' })
    expect(paused).toMatchObject({ kind: 'done', value: { pausedAtMs: noonMs, calledOff: 1 } })
    expect(await action()).toMatchObject({
      status: 'cancelled',
      cause: 'post_paused',
      settled_by_name: 'Ana Ruiz',
    })
    time.nowMs += 2 * minute
    await stagnate(runtime, accountId, ['p'])
    expect(await evaluateDuePosts(runtime)).toMatchObject({ evaluated: 0 })
    expect(refusal(await evaluatePostNow(runtime, postNo))).toBe(
      'Ana Ruiz has paused recovery of this post, 1 Jan 12:00:00 UTC',
    )
    await round()
    expect((await action()).status).toBe('cancelled')
    const resumed = { postNo, pausedAtMs: noonMs, reason: 'It is rewritten' }
    expect((await resumePost(runtime, ben, resumed)).kind).toBe('done')
    expect(refusal(await resumePost(runtime, ana, resumed))).toBe(
      'Ben Osei has resumed it already, 1 Jan 12:02:00 UTC',
    )
    expect(await evaluateDuePosts(runtime)).toStrictEqual({ evaluated: 1, reserved: 1 })
    await round()
    expect((await action()).status).toBe('succeeded')
  })

  test('of two reviewers at once one pauses, and the other is told who and when', async () => {
    const { runtime, postNo } = await openPost('pause-race')
    const answers = await Promise.all(
      [ana, ben].map((person) => pausePost(runtime, person, { postNo, reason: 'At once' })),
    )
    expect(answers.map(({ kind }) => kind).sort()).toStrictEqual(['done', 'refused'])
    const [row] = await queryDatabase<{ paused_by_name: string }>(
      database.url,
      `SELECT paused_by_name FROM post WHERE no = ${postNo}`,
    )
    const refused = answers.find(({ kind }) => kind === 'refused')
    expect(refused && refusal(refused)).toBe(
      `${String(row?.paused_by_name)} has paused it already, 1 Jan 12:00:00 UTC`,
    )
  })

  test('an attempt that begins after the pause does not begin, and its retry is called off', async () => {
    const { runtime, round, ports, action, time, postNo } = await openPost('pause-start', ['rate_limit'])
    await evaluateDuePosts(runtime)
    const queued = await findAction(runtime.database, (await action()).id)
    if (!queued) throw new Error('there is no action')
    await round()
    expect((await action()).status).toBe('retry_scheduled')
    const retry = await findAction(runtime.database, queued.actionId)
    if (retry?.life.status !== 'retry_scheduled') throw new Error('it is not to be tried again')
    // As if the failure had come in right after the pause had called off what waited then.
    await queryDatabase(
      database.url,
      `UPDATE post SET paused_at = now(), paused_by_id = 'ana', paused_by_name = 'Ana Ruiz', paused_reason = 'r'
       WHERE no = ${postNo}`,
    )
    const start = { ...retry.life, status: 'running', leaseEndsAtMs: noonMs + minute } as const
    const { dueAtMs: _due, ...life } = start
    const change = { life, path: ['running'], cause: null, lockoutId: null, atMs: noonMs } as const
    expect(
      await ports.store.save({ ...retry, retry: calmPolicy.recovery.retry, isStopped: false }, change),
    ).toBe('paused')
    time.nowMs += 10 * minute
    await round()
    expect(await action()).toMatchObject({ status: 'cancelled', cause: 'post_paused' })
  })

  test('a pause that somebody ended and another began anew is not ended by the first screen', async () => {
    const { runtime, time, postNo } = await openPost('pause-anew')
    await pausePost(runtime, ana, { postNo, reason: 'First' })
    await resumePost(runtime, ana, { postNo, pausedAtMs: noonMs, reason: 'Over' })
    time.nowMs += minute
    await pausePost(runtime, ben, { postNo, reason: 'Second' })
    expect(refusal(await resumePost(runtime, ana, { postNo, pausedAtMs: noonMs, reason: 'Over' }))).toBe(
      'Ben Osei has paused it anew, 1 Jan 12:01:00 UTC',
    )
  })
})

test('of two reviewers who settle at once one does, and the other is told what was found', async () => {
  const { runtime, action } = await openPost('settle')
  await evaluateDuePosts(runtime)
  const { id: actionId } = await action()
  await queryDatabase(
    database.url,
    `UPDATE recovery_action SET status = 'needs_human', due_at = NULL, first_attempt_at = reserved_at,
        life = '{"status":"needs_human","attempts":1,"firstAttemptAtMs":${String(noonMs)},"errorCode":"timeout"}'
     WHERE id = '${actionId}'`,
  )
  const answers = await Promise.all(
    [ana, ben].map((person) =>
      settleAction(runtime, person, { actionId, happened: true, reason: 'It stands there' }),
    ),
  )
  expect(answers.map(({ kind }) => kind).sort()).toStrictEqual(['done', 'refused'])
  const refused = answers.find(({ kind }) => kind === 'refused')
  expect(refused && refusal(refused)).toContain('has settled that it happened, 1 Jan 12:00:00 UTC')
})
