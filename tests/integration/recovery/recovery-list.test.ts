import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { recoveryFilterSchema } from '#lib/contracts/recovery-filter.ts'
import { type ConsoleContext, createConsoleContext } from '#lib/services/console/console-context.ts'
import { readRecovery } from '#lib/services/console/read-recovery.ts'
import { readRecoveryPosts } from '#lib/services/console/read-recovery-posts.ts'
import { readComparison } from '#lib/services/recovery/read-comparison.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { ingestSamples } from '#lib/services/recovery/ingest-samples.ts'
import { pausePost } from '#lib/services/recovery/pause-post.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy } from '#tests/support/gate-runtime.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { minute, noonMs } from '#tests/support/recovery-samples.ts'
import { openRecordedAccount, openRecoveryRuntime, stagnate } from '#tests/support/recovery-runtime.ts'

const policy: Policy = {
  ...calmPolicy,
  recovery: { ...calmPolicy.recovery, healthyBelow: 0.2, minImpressions: 100 },
}

let database: TestDatabase
let context: ConsoleContext
let close: () => Promise<void>

beforeAll(async () => {
  database = await createTestDatabase()
  const { runtime, time } = openRecoveryRuntime(database.url, noonMs)
  close = () => runtime.close()
  context = createConsoleContext(runtime.database, runtime.clock)
  await openRecordedAccount(runtime, 'acme', policy)
  await openRecordedAccount(runtime, 'kept', {
    ...policy,
    recovery: { ...policy.recovery, holdoutFraction: 1 },
  })
  await stagnate(runtime, 'acme', ['still', 'paused'], 0)
  await stagnate(runtime, 'acme', ['slow'], 15)
  await stagnate(runtime, 'acme', ['fine'], 40)
  await stagnate(runtime, 'kept', ['100% kept_out'], 0)
  // Too few impressions to judge, with the worst score there is.
  const quiet = [60, 30, 0].map((ago) => ({
    ...{ accountId: 'acme', postId: 'quiet', platform: 'recorded', engagements: 1 },
    capturedAt: new Date(noonMs - ago * minute).toISOString(),
    impressions: 100 - ago,
  }))
  await ingestSamples(
    runtime,
    quiet.map((json, index) => ({ line: index + 1, json })),
    null,
  )
  await evaluateDuePosts(runtime)
  const [row] = await queryDatabase<{ no: string }>(
    database.url,
    `SELECT no FROM post WHERE post_id = 'paused'`,
  )
  const actor = { id: 'ana', name: 'Ana', role: 'reviewer', reauthenticatedAtMs: null } as const
  await pausePost(runtime, actor, { postNo: row?.no ?? '', reason: 'The author rewrites it' })
  time.nowMs += minute
  await stagnate(runtime, 'acme', ['new'], 0)
})
afterAll(async () => {
  await close()
  await database.drop()
})

const listed = async (query: Record<string, string>) => {
  const { posts, found } = await readRecoveryPosts(context, recoveryFilterSchema.parse(query))
  expect(found).toBe(posts.length)
  return posts.map(({ postId }) => postId)
}

describe('the list of posts', () => {
  test('opens with those that stagnate, and puts a score that says little after them', async () => {
    expect(await listed({})).toStrictEqual([
      'paused',
      'still',
      '100% kept_out',
      'slow',
      'quiet',
      'fine',
      'new',
    ])
  })

  test.each<[Record<string, string>, readonly string[]]>([
    [{ state: 'eligible' }, ['still', 'slow']],
    [{ state: 'held_out' }, ['100% kept_out']],
    [{ state: 'paused' }, ['paused']],
    [{ state: 'insufficient_exposure' }, ['quiet']],
    [{ state: 'healthy' }, ['fine']],
    [{ state: 'waiting' }, ['new']],
    [{ score: 'from_0.8' }, ['paused', 'still', '100% kept_out', 'quiet']],
    [{ score: '0.2_to_0.55' }, ['slow']],
    [{ score: 'below_0.2' }, ['fine']],
    [{ score: 'unknown' }, ['new']],
    [{ intensity: 'tier_3' }, ['paused', 'still', '100% kept_out']],
    [{ intensity: 'tier_1' }, ['slow']],
    [{ next: 'now' }, ['still', 'slow']],
    [{ next: 'not_by_time' }, ['paused', '100% kept_out', 'quiet', 'fine', 'new']],
    [{ state: 'eligible', intensity: 'tier_3' }, ['still']],
    [{ sort: 'score', order: 'up', state: 'eligible' }, ['slow', 'still']],
    [{ q: 'STIL' }, ['still']],
    [{ q: 'kept' }, ['100% kept_out']],
    // What is special to a pattern is searched for as it is written.
    [{ q: '0% kept_' }, ['100% kept_out']],
    [{ q: '_' }, ['100% kept_out']],
    [{ q: 'nothing like it' }, []],
  ])('finds %o', async (query, ids) => {
    expect(await listed(query)).toStrictEqual(ids)
  })

  test('says how many it finds on every page, and pages past the end are empty', async () => {
    const page = recoveryFilterSchema.parse({ page: '9' })
    expect(await readRecoveryPosts(context, page)).toMatchObject({ posts: [], found: 7 })
  })

  test('lists a post whose remedies are spent, once its action is over', async () => {
    const post = `(SELECT no FROM post WHERE post_id = 'still')`
    await queryDatabase(database.url, `UPDATE post SET state = 'duplicate_action' WHERE no = ${post}`)
    expect(await listed({ state: 'duplicate_action' })).toStrictEqual(['still'])
    expect(await listed({ state: 'exhausted' })).toStrictEqual([])
    await queryDatabase(
      database.url,
      `UPDATE recovery_action SET status = 'exhausted', life = life || '{"status":"exhausted"}', due_at = NULL
       WHERE post_no = ${post}`,
    )
    expect(await listed({ state: 'duplicate_action' })).toStrictEqual([])
    expect(await listed({ state: 'exhausted' })).toStrictEqual(['still'])
    expect((await readRecovery(context)).standings).toMatchObject({ exhausted: 1, eligible: 1 })
    await queryDatabase(database.url, `UPDATE post SET state = 'eligible' WHERE no = ${post}`)
  })

  test('counts every post where it stands, and tells treated from held out', async () => {
    const view = await readRecovery(context)
    expect(view.standings).toStrictEqual({
      ...{ eligible: 2, held_out: 1, paused: 1, insufficient_exposure: 1, healthy: 1, waiting: 1 },
    })
    expect(await readComparison(context)).toMatchObject({
      hasHoldout: true,
      difference: null,
      neededPosts: 10,
      heldOut: { posts: 0, measuring: 1, change: null },
    })
  })
})
