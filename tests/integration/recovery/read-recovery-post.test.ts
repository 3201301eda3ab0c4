import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { recoveryEvaluationSchema } from '#lib/contracts/views/recovery-evaluation-view.ts'
import { recoverySeriesSchema } from '#lib/contracts/views/recovery-series-view.ts'
import { createConsoleContext } from '#lib/services/console/console-context.ts'
import { readRecoveryEvaluation } from '#lib/services/console/read-recovery-evaluation.ts'
import { readRecoveryPost } from '#lib/services/console/read-recovery-post.ts'
import { readRecoverySeries } from '#lib/services/console/read-recovery-series.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { ingestSamples } from '#lib/services/recovery/ingest-samples.ts'
import { pausePost } from '#lib/services/recovery/pause-post.ts'
import { runRecoveryRound } from '#lib/services/recovery/run-recovery-round.ts'
import { workerPorts } from '#lib/services/recovery/worker-ports.ts'
import { setStopOrder } from '#lib/services/stop-orders/set-stop-order.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { hour, minute, noonMs } from '#tests/support/recovery-samples.ts'
import { openRecordedAccount, openRecoveryRuntime, stagnate } from '#tests/support/recovery-runtime.ts'

let database: TestDatabase
const opened: { close: () => Promise<void> }[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((runtime) => runtime.close()))
})
afterAll(() => database.drop())

/** One post of an account with a policy, and a clock that carries its samples, its evaluations and the worker on. */
async function openPost(accountId: string, policy: Policy, fates: readonly string[] = []) {
  const { runtime, time } = openRecoveryRuntime(database.url, noonMs)
  opened.push(runtime)
  const monotonic = { nowMs: 0 }
  const ports = {
    ...workerPorts(runtime),
    clock: { nowMs: runtime.clock, monotonicMs: () => monotonic.nowMs },
    random: () => 0.5,
  }
  await openRecordedAccount(runtime, accountId, policy, { p: fates })
  const counters = { impressions: 10_000, engagements: 500 }
  /** Lets time pass in half minutes, a sample each 10 min with so many new impressions and engagements. */
  const pass = async (spanMs: number, newImpressions: number, newEngagements: number) => {
    for (let passed = 0; passed < spanMs; passed += minute / 2) {
      if (passed % (10 * minute) === 0) {
        counters.impressions += newImpressions
        counters.engagements += newEngagements
        const json = {
          postId: 'p',
          platform: 'recorded',
          accountId,
          capturedAt: new Date(time.nowMs).toISOString(),
          ...counters,
          title: 'Trout',
        }
        await ingestSamples(runtime, [{ line: 1, json }], null)
      }
      await evaluateDuePosts(runtime)
      await runRecoveryRound(runtime, ports, (error) => {
        throw error instanceof Error ? error : new Error(String(error))
      })
      time.nowMs += minute / 2
      monotonic.nowMs += minute / 2
    }
  }
  const context = createConsoleContext(runtime.database, runtime.clock)
  const postNo = async () => {
    const [row] = await queryDatabase<{ no: string }>(
      database.url,
      `SELECT no FROM post WHERE account_id = '${accountId}'`,
    )
    return row?.no ?? ''
  }
  return { runtime, time, pass, context, postNo, read: async () => readRecoveryPost(context, await postNo()) }
}

describe('the page of one post', () => {
  test('tells the whole story of a post that recovered', async () => {
    const { pass, read, context, postNo } = await openPost('story', presets.standard, [
      'rate_limit',
      'lost_answer',
    ])
    // 4.5 %, then 3.5 % (a nudge), then healthy again.
    await pass(2 * hour, 200, 9)
    await pass(1.5 * hour, 200, 7)
    await pass(2 * hour, 200, 12)
    const view = await read()
    expect(view.episode).toMatchObject({ number: 1, state: 'recovered', actionCount: 1, restsAtMs: null })
    expect(view.actions).toMatchObject([
      { actionType: 'comment', status: 'succeeded', attempts: 2, episode: 1 },
    ])
    expect(
      view.attempts.map(({ kind, attempt, status, code }) => [kind, attempt, status, code]),
    ).toStrictEqual([
      ['lookup', null, 'succeeded', 'found_on_platform'],
      ['attempt', 2, 'unknown', 'timeout'],
      ['attempt', 1, 'failed', 'rate_limit'],
    ])
    const [lookUp, second, first] = view.attempts
    expect(lookUp?.reference).toBe(`recorded:${view.actions[0]?.idempotencyKey ?? ''}`)
    expect(first?.againAtMs).toBe(second?.startedAtMs)
    const planning = view.evaluations.filter(({ planned }) => planned)
    expect(planning).toMatchObject([{ actionType: 'comment', intensity: 'tier_1', reason: null }])
    expect(view.evaluations.filter(({ endsEpisode }) => endsEpisode !== null)).toMatchObject([
      { endsEpisode: 1, reason: 'healthy' },
    ])
    expect(view.outcomes).toMatchObject([{ actionType: 'comment' }])
    expect(view.ifStagnates).toMatchObject({ episode: 2, heldOut: false })
    expect(view.ifStagnates?.remedies.map(({ key, supported }) => [key, supported])).toStrictEqual([
      ['free', true],
      ['free', true],
      ['free', true],
    ])
    const series = recoverySeriesSchema.parse(await readRecoverySeries(context, await postNo(), 'all'))
    expect(series.actions).toMatchObject([{ actionType: 'comment', atMs: first?.startedAtMs }])
    expect(series.recoveries).toStrictEqual([{ atMs: view.episode.endedAtMs, episode: 1 }])
    expect(series.evaluations.filter(({ planned }) => planned !== null)).toHaveLength(1)
    expect(series.zones.map(({ fromRate }) => fromRate)).toStrictEqual([0.04, 0.0225, 0.01, 0])
  })

  test('a post whose remedies are spent is exhausted, and says what its next action would meet', async () => {
    const { pass, read } = await openPost('spent', presets.standard, ['forbidden'])
    await pass(3 * hour, 200, 7)
    const view = await read()
    expect(view.episode).toMatchObject({ number: 1, state: 'exhausted' })
    expect(view.attempts).toMatchObject([{ kind: 'attempt', status: 'failed', code: 'forbidden' }])
    expect(view.attempts[0]?.message).toContain('not tried again')
    const [nudge, enhancement] = view.ifStagnates?.remedies ?? []
    expect(nudge).toMatchObject({ key: 'spent', keyFreeAtMs: view.episode.restsAtMs })
    expect(enhancement).toMatchObject({ key: 'free' })
    expect(view.evaluations[0]).toMatchObject({
      reason: 'duplicate_action',
      nextEligibleAtMs: view.episode.restsAtMs,
    })
  })

  test('what the gate holds back is among the attempts, and what waits can be seen to wait', async () => {
    const held: Policy = {
      ...presets.standard,
      constraints: presets.standard.constraints.map((each) => ({ ...each, approvalRequired: true })),
    }
    const { pass, read } = await openPost('held', held)
    await pass(1.5 * hour, 200, 1)
    const view = await read()
    expect(view.actions).toMatchObject([{ status: 'reserved', attempts: 0 }])
    const gate = view.attempts.filter(({ kind }) => kind === 'gate')
    expect(gate).toMatchObject([{ status: 'held', code: 'constraint_needs_approval' }])
    const [approval] = await queryDatabase<{ id: string }>(
      database.url,
      `SELECT id FROM approval WHERE account_id = 'held'`,
    )
    expect(gate[0]?.approvalId).toBe(approval?.id)
    expect(view.attempts.find(({ kind }) => kind === 'queue')).toMatchObject({
      status: 'reserved',
      againAtMs: view.actions[0]?.dueAtMs,
    })
  })

  test('one that is held out, paused or stopped says so', async () => {
    const holdout: Policy = {
      ...presets.standard,
      recovery: { ...presets.standard.recovery, holdoutFraction: 1 },
    }
    const { runtime, pass, read, postNo } = await openPost('heldout', holdout)
    await pass(hour, 200, 1)
    const untreated = await read()
    expect(untreated.post.heldOut).toBe(true)
    expect(untreated.evaluations[0]).toMatchObject({ heldOut: true, planned: false })
    const ana = { id: 'ana', name: 'Ana Ruiz', role: 'lead', reauthenticatedAtMs: noonMs } as const
    await pausePost(runtime, ana, { postNo: await postNo(), reason: 'It is rewritten' })
    const scope = { kind: 'account', accountId: 'heldout' } as const
    await setStopOrder(runtime, ana, { scope, reason: 'A drill', expiresAtMs: null })
    const stopped = await read()
    expect(stopped.post.paused).toMatchObject({ by: { name: 'Ana Ruiz' }, reason: 'It is rewritten' })
    expect(stopped.stopOrders).toMatchObject([{ scope: { kind: 'account' }, reason: 'A drill' }])
  })

  test('one evaluation opens with everything that it looked at', async () => {
    const { runtime, context, time, postNo } = await openPost('inputs', presets.standard)
    await stagnate(runtime, 'inputs', ['p'])
    await evaluateDuePosts(runtime)
    const { evaluations } = await readRecoveryPost(context, await postNo())
    const evaluationNo = evaluations[0]?.evaluationNo ?? ''
    const inputs = recoveryEvaluationSchema.parse(
      await readRecoveryEvaluation(context, await postNo(), evaluationNo),
    )
    expect(inputs.samples.map(({ atMs }) => (time.nowMs - atMs) / minute)).toStrictEqual([0, 30, 60])
    expect(inputs.evaluation).toMatchObject({ planned: true, actionType: 'thread', newImpressions: 600 })
    expect(inputs.policyVersion).toMatch(/^standard-/)
    await expect(readRecoveryEvaluation(context, await postNo(), '999999')).rejects.toThrow(
      'The post has no such evaluation.',
    )
  })

  test.each(['0', '-1', '1e3', '99999999', '9'.repeat(30), '1; DROP TABLE post', ''])(
    'there is no post %j',
    async (postNo) => {
      const { context } = await openPost(
        `none-${String(postNo.length)}-${String(Math.random()).slice(2)}`,
        presets.standard,
      )
      await expect(readRecoveryPost(context, postNo)).rejects.toThrow('There is no such post.')
    },
  )
})
