import { once } from 'node:events'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { createConsoleContext } from '#lib/services/console/console-context.ts'
import { connectPlatform } from '#lib/services/recovery/connect-platform.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { ingestSamples } from '#lib/services/recovery/ingest-samples.ts'
import { measureOutcomes } from '#lib/services/recovery/measure-outcomes.ts'
import { readOutcomes } from '#lib/services/recovery/read-outcomes.ts'
import { settleAction } from '#lib/services/recovery/settle-action.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy } from '#tests/support/gate-runtime.ts'
import { startMeasuringWorker } from '#tests/support/measuring-worker.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { hour, minute, noonMs } from '#tests/support/recovery-samples.ts'
import { openDrivenRuntime, openRecordedAccount, stagnate } from '#tests/support/recovery-runtime.ts'

/** Horizon 24 h, 100 impressions on each side, an episode that rests 3 h, healthy below 0.2. */
const policy: Policy = {
  ...calmPolicy,
  recovery: { ...calmPolicy.recovery, keyScope: 'episode', restHours: 3, healthyBelow: 0.2 },
}
const heldOutPolicy: Policy = { ...policy, recovery: { ...policy.recovery, holdoutFraction: 1 } }

let database: TestDatabase
const opened: { close: () => Promise<void> }[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((runtime) => runtime.close()))
})
afterAll(() => database.drop())

function open(startMs = noonMs) {
  const made = openDrivenRuntime(database.url, startMs)
  opened.push(made.runtime)
  const drive = async () => {
    while ((await made.round()) > 0);
  }
  return { ...made, drive, context: createConsoleContext(made.runtime.database, made.runtime.clock) }
}

/** Samples of one post now: so many impressions and engagements since it was published. */
async function sampleNow(
  { runtime }: ReturnType<typeof open>,
  accountId: string,
  postId: string,
  impressions: number,
  engagements: number,
) {
  const capturedAt = new Date(runtime.clock()).toISOString()
  const json = { accountId, postId, platform: 'recorded', capturedAt, impressions, engagements }
  const [verdict] = await ingestSamples(runtime, [{ line: 1, json }], null)
  expect(verdict?.result).not.toBe('refused')
}

async function postNoOf(accountId: string, postId: string): Promise<string> {
  const [row] = await queryDatabase<{ no: string }>(
    database.url,
    `SELECT no FROM post WHERE account_id = '${accountId}' AND post_id = '${postId}'`,
  )
  return row?.no ?? ''
}

const storedOf = (accountId: string) =>
  queryDatabase<{ verdict: string; action_id: string | null; follow_up_impressions: string }>(
    database.url,
    `SELECT outcome.* FROM recovery_outcome AS outcome JOIN post ON post.no = post_no
     WHERE account_id = '${accountId}' ORDER BY acted_at`,
  )

describe('the outcome of an action', () => {
  test('is measuring until the follow-up has the baseline’s exposure, and final from then on', async () => {
    const stage = open()
    const { runtime, drive, pass, context } = stage
    await openRecordedAccount(runtime, 'one', policy)
    // 600 new impressions, 0 of them engaged.
    await stagnate(runtime, 'one', ['p'])
    await evaluateDuePosts(runtime)
    await drive()
    pass(30 * minute)
    await sampleNow(stage, 'one', 'p', 5599, 140)
    expect(await measureOutcomes(runtime)).toBe(0)
    const no = await postNoOf('one', 'p')
    expect(await readOutcomes(context, no)).toMatchObject([
      {
        verdict: 'measuring',
        baseline: { count: 0, of: 600 },
        followUp: { count: 40, of: 599 },
        lift: null,
        followUpEndsAtMs: noonMs + 24 * hour,
        neededImpressions: 100,
      },
    ])
    pass(30 * minute)
    await sampleNow(stage, 'one', 'p', 5600, 150)
    expect(await measureOutcomes(runtime)).toBe(1)
    const [final] = await readOutcomes(context, no)
    expect(final).toMatchObject({
      verdict: 'improved',
      actionType: 'thread',
      intensity: 'tier_3',
      actedAtMs: noonMs,
      followUp: { count: 50, of: 600 },
      lift: { estimate: 50 / 600 },
    })
    expect(final?.lift?.low).toBeGreaterThan(0)
    // A sample that arrives after the final measurement is kept and changes nothing.
    pass(minute)
    await sampleNow(stage, 'one', 'p', 5600, 100)
    pass(24 * hour)
    expect(await measureOutcomes(runtime)).toBe(0)
    expect(await readOutcomes(context, no)).toStrictEqual([final])
  })

  test('counts a late sample that arrives before it is final', async () => {
    const stage = open()
    const { runtime, time, drive, pass, context } = stage
    await openRecordedAccount(runtime, 'late', policy)
    await stagnate(runtime, 'late', ['p'])
    await evaluateDuePosts(runtime)
    await drive()
    pass(2 * hour)
    await measureOutcomes(runtime)
    time.nowMs -= hour
    await sampleNow(stage, 'late', 'p', 5700, 100)
    time.nowMs += hour
    pass(hour)
    expect(await measureOutcomes(runtime)).toBe(1)
    expect(await readOutcomes(context, await postNoOf('late', 'p'))).toMatchObject([
      { verdict: 'no_clear_change', followUp: { count: 0, of: 700 } },
    ])
  })

  test('is inconclusive, without any figure, when the horizon ends with too little exposure', async () => {
    const stage = open()
    const { runtime, drive, pass, context } = stage
    await openRecordedAccount(runtime, 'quiet', policy)
    await stagnate(runtime, 'quiet', ['p'])
    await evaluateDuePosts(runtime)
    await drive()
    pass(hour)
    await sampleNow(stage, 'quiet', 'p', 5099, 190)
    pass(23 * hour - 1)
    expect(await measureOutcomes(runtime)).toBe(0)
    pass(1)
    expect(await measureOutcomes(runtime)).toBe(1)
    expect(await readOutcomes(context, await postNoOf('quiet', 'p'))).toMatchObject([
      { verdict: 'inconclusive', followUp: { count: 90, of: 99 }, lift: null, neededImpressions: 100 },
    ])
  })

  test('is not there for an action that did not happen, and is for one that a person found', async () => {
    const { runtime, drive, pass } = open()
    const lost = ['lost_request', 'lost_request', 'lost_request', 'lost_request', 'lost_request']
    await openRecordedAccount(runtime, 'ends', policy, { refused: ['forbidden'] })
    await openRecordedAccount(runtime, 'asked', policy, { found: lost, absent: lost })
    await stagnate(runtime, 'ends', ['refused'])
    await stagnate(runtime, 'asked', ['found', 'absent'])
    await evaluateDuePosts(runtime)
    await drive()
    pass(minute)
    await drive()
    // Nobody can be asked about them, so that both go to a person.
    await queryDatabase(database.url, `DELETE FROM connection WHERE account_id = 'asked'`)
    pass(5 * minute)
    await drive()
    const waiting = await queryDatabase<{ id: string; post_id: string }>(
      database.url,
      `SELECT id, post_id FROM recovery_action JOIN post ON post.no = post_no
       WHERE recovery_action.account_id = 'asked' AND status = 'needs_human'`,
    )
    expect(waiting.map(({ post_id }) => post_id).sort()).toStrictEqual(['absent', 'found'])
    pass(25 * hour)
    await measureOutcomes(runtime)
    expect(await storedOf('asked')).toStrictEqual([])
    const actor = { id: 'r', name: 'R', role: 'reviewer', reauthenticatedAtMs: null } as const
    for (const { id, post_id } of waiting) {
      const happened = post_id === 'found'
      await settleAction(runtime, actor, { actionId: id, happened, reason: 'Looked at the post.' })
    }
    expect(await measureOutcomes(runtime)).toBe(1)
    const found = waiting.find(({ post_id }) => post_id === 'found')
    expect(await storedOf('asked')).toMatchObject([{ action_id: found?.id, verdict: 'inconclusive' }])
    expect(await storedOf('ends')).toStrictEqual([])
  })

  test('ends where the next action began, and not where an attempt surely failed', async () => {
    const stage = open()
    const { runtime, drive, pass, context } = stage
    await openRecordedAccount(runtime, 'next', policy)
    await stagnate(runtime, 'next', ['p'])
    await evaluateDuePosts(runtime)
    await drive()
    // The first episode has rested after 3 h; then the second one's first attempt never arrives, and nobody knows.
    await connectPlatform(runtime, {
      accountId: 'next',
      platform: 'recorded',
      connector: 'recorded',
      credential: { fates: { p: ['lost_request'] } },
      templates: {},
    })
    for (const impressions of [5050, 5150, 5250]) {
      pass(hour)
      await sampleNow(stage, 'next', 'p', impressions, 103)
    }
    pass(30 * minute)
    await sampleNow(stage, 'next', 'p', 5300, 103)
    await evaluateDuePosts(runtime)
    await drive()
    expect(await measureOutcomes(runtime)).toBe(0)
    pass(59 * minute)
    // Looked up, found absent, and tried again when its pause is over.
    await drive()
    expect(await measureOutcomes(runtime)).toBe(0)
    pass(minute)
    await sampleNow(stage, 'next', 'p', 5350, 109)
    await drive()
    pass(10 * minute)
    expect(await measureOutcomes(runtime)).toBe(1)
    const views = await readOutcomes(context, await postNoOf('next', 'p'))
    expect(views).toMatchObject([
      { verdict: 'measuring', actedAtMs: noonMs + 4.5 * hour, followUpEndsAtMs: noonMs + 28.5 * hour },
      {
        verdict: 'improved',
        followUp: { count: 9, of: 350 },
        actedAtMs: noonMs,
        followUpEndsAtMs: noonMs + 4.5 * hour,
      },
    ])
  })
})

describe('a post that is held out', () => {
  test('starts once an episode, where it would have been treated, and is measured like an action', async () => {
    const stage = open()
    const { runtime, pass } = stage
    await openRecordedAccount(runtime, 'held', heldOutPolicy)
    await stagnate(runtime, 'held', ['p'])
    expect(await evaluateDuePosts(runtime)).toStrictEqual({ evaluated: 1, reserved: 0 })
    pass(10 * minute)
    await sampleNow(stage, 'held', 'p', 5100, 100)
    await evaluateDuePosts(runtime)
    pass(50 * minute)
    await sampleNow(stage, 'held', 'p', 5600, 200)
    expect(await measureOutcomes(runtime)).toBe(1)
    expect(await storedOf('held')).toMatchObject([{ action_id: null, verdict: 'improved' }])
    // Healthy in between: the next stagnation is another episode.
    await evaluateDuePosts(runtime)
    pass(95 * minute)
    await stagnate(runtime, 'held', ['p'])
    await evaluateDuePosts(runtime)
    const starts = await queryDatabase<{ at: Date }>(
      database.url,
      `SELECT started_at AS at FROM holdout_start JOIN post ON post.no = post_no WHERE account_id = 'held' ORDER BY 1`,
    )
    expect(starts.map(({ at }) => at.getTime())).toStrictEqual([noonMs, noonMs + 155 * minute])
  })
})

describe('any number of workers', () => {
  test('measure each outcome once', async () => {
    const posts = Array.from({ length: 1500 }, (_, n) => `p${String(n)}`)
    const [first, second] = [open(), open()]
    await openRecordedAccount(first.runtime, 'twice', heldOutPolicy)
    await stagnate(first.runtime, 'twice', posts)
    await evaluateDuePosts(first.runtime)
    first.pass(24 * hour)
    second.pass(24 * hour)
    const finals = await Promise.all([measureOutcomes(first.runtime), measureOutcomes(second.runtime)])
    expect(finals[0] + finals[1]).toBe(1500)
    expect(Math.min(...finals)).toBeGreaterThan(0)
    expect(await storedOf('twice')).toHaveLength(1500)
  })

  test('lose none when one is killed in the middle of measuring', async () => {
    const { runtime } = open(Date.now() - 25 * hour)
    const posts = Array.from({ length: 700 }, (_, n) => `p${String(n)}`)
    await openRecordedAccount(runtime, 'killed', heldOutPolicy)
    await stagnate(runtime, 'killed', posts)
    await evaluateDuePosts(runtime)
    // The worker claims a batch and then waits here, where it is killed.
    const gate = new pg.Client({ connectionString: database.superuserUrl })
    await gate.connect()
    await gate.query('BEGIN; LOCK TABLE recovery_outcome IN SHARE MODE')
    const doomed = startMeasuringWorker(database.url)
    await vi.waitFor(
      async () => {
        const { rowCount } = await gate.query(
          `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'recovery_outcome'::regclass`,
        )
        expect(rowCount).toBe(1)
      },
      { timeout: 60_000 },
    )
    doomed.kill('SIGKILL')
    await once(doomed, 'close')
    await gate.query('COMMIT')
    await gate.end()
    expect(await storedOf('killed')).toStrictEqual([])
    const worker = startMeasuringWorker(database.url)
    await vi.waitFor(async () => expect(await storedOf('killed')).toHaveLength(700), { timeout: 60_000 })
    worker.kill()
    const left = await queryDatabase(database.url, 'SELECT 1 FROM holdout_start WHERE NOT measured')
    expect(left).toStrictEqual([])
  }, 150_000)

  test('never rewrite a final outcome: the database refuses it', async () => {
    await expect(
      queryDatabase(database.url, `UPDATE recovery_outcome SET verdict = 'worse'`),
    ).rejects.toThrow(/append-only|history/i)
  })
})
