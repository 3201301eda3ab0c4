import { afterAll, beforeAll, expect, test } from 'vitest'
import { recoveryEvaluationsViewSchema } from '#lib/contracts/views/recovery-evaluations-view.ts'
import { createConsoleContext } from '#lib/services/console/console-context.ts'
import { readRecoveryEvaluation } from '#lib/services/console/read-recovery-evaluation.ts'
import { readRecoveryEvaluations } from '#lib/services/console/read-recovery-evaluations.ts'
import { readRecoveryPost } from '#lib/services/console/read-recovery-post.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy } from '#tests/support/gate-runtime.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { openDrivenRuntime, openRecordedAccount, stagnate } from '#tests/support/recovery-runtime.ts'
import { minute, noonMs } from '#tests/support/recovery-samples.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('every evaluation of a post is on one page, and the first healthy one alone ends the episode', async () => {
  const { runtime, round } = openDrivenRuntime(database.url, noonMs)
  await openRecordedAccount(runtime, 'paged', calmPolicy)
  await stagnate(runtime, 'paged', ['p'])
  await evaluateDuePosts(runtime)
  await round()
  await stagnate(runtime, 'paged', ['other'])
  const [{ no } = { no: '' }] = await queryDatabase<{ no: string }>(
    database.url,
    `SELECT no FROM post WHERE post_id = 'p'`,
  )
  // Two at each time, so that a page ends between two of one time; the first four after the action are not healthy.
  await queryDatabase(
    database.url,
    `INSERT INTO evaluation (post_no, evaluated_at, eligible, reason, inputs)
     SELECT $1, $2::timestamptz + (n / 2) * interval '15 minutes', false,
        CASE WHEN n < 6 THEN 'duplicate_action' ELSE 'healthy' END,
        '{"stagnation": null, "blocks": [], "sampleCount": 0, "policyVersion": null, "samples": [], "actions": [],
          "accountDispatchesAtMs": []}'
     FROM generate_series(2, 650) AS n`,
    [no, new Date(noonMs)],
  )
  const context = createConsoleContext(runtime.database, () => noonMs + 500 * 15 * minute)
  const newest = await readRecoveryPost(context, no)
  expect(newest.evaluationCount).toBe(650)
  const pages = [newest.evaluations]
  let before = newest.evaluations.at(-1)?.evaluationNo ?? null
  while (before !== null) {
    const page = recoveryEvaluationsViewSchema.parse(await readRecoveryEvaluations(context, no, before))
    pages.push(page.evaluations)
    before = page.nextBefore
  }
  expect(pages.map((rows) => rows.length)).toStrictEqual([300, 300, 50])
  const rows = pages.flat()
  expect(new Set(rows.map(({ evaluationNo }) => evaluationNo)).size).toBe(650)
  expect(rows.map(({ atMs }) => atMs)).toStrictEqual(rows.map(({ atMs }) => atMs).toSorted((a, b) => b - a))
  const ending = rows.filter(({ endsEpisode }) => endsEpisode !== null).map(({ atMs }) => atMs)
  expect(new Set(ending)).toStrictEqual(new Set([noonMs + 3 * 15 * minute]))
  const sheets = [rows.at(0), rows.find(({ endsEpisode }) => endsEpisode !== null)]
  for (const row of sheets) {
    const { evaluation } = await readRecoveryEvaluation(context, no, row?.evaluationNo ?? '')
    expect(evaluation).toStrictEqual(row)
  }
  expect(rows.at(-1)).toMatchObject({ planned: true })
  expect(await readRecoveryEvaluations(context, no, rows.at(-1)?.evaluationNo ?? '')).toStrictEqual({
    evaluations: [],
    nextBefore: null,
  })
  const [{ other } = { other: '' }] = await queryDatabase<{ other: string }>(
    database.url,
    `SELECT no AS other FROM post WHERE post_id = 'other'`,
  )
  const strange = rows.at(0)?.evaluationNo ?? ''
  expect((await readRecoveryEvaluations(context, other, strange)).evaluations).toStrictEqual([])
  await runtime.close()
})
