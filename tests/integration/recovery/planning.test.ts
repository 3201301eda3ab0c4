import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { evaluatePostNow } from '#lib/services/recovery/evaluate-post-now.ts'
import { pausePost } from '#lib/services/recovery/pause-post.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { countDeadlocks, queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'
import { startPlanningWorker } from '#tests/support/planning-worker.ts'
import { openRecordedAccount, openRecoveryRuntime, stagnate } from '#tests/support/recovery-runtime.ts'

const accounts = 20
const postsEach = 100
const paused = 5
const rounds = 4
const watched = accounts * postsEach - paused

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const count = async (text: string, values: readonly unknown[] = []) => {
  const [row] = await queryDatabase<{ n: number }>(
    database.url,
    `SELECT count(*)::int AS n FROM ${text}`,
    values,
  )
  return row?.n ?? 0
}

test('four workers, killed at random: every due time evaluated once, no key and no budget twice', async () => {
  const { runtime } = openRecoveryRuntime(database.url, Date.now())
  for (let n = 0; n < accounts; n += 1) {
    const accountId = `planned-${String(n)}`
    await openRecordedAccount(runtime, accountId, presets.standard)
    await stagnate(
      runtime,
      accountId,
      Array.from({ length: postsEach }, (_, post) => `p${String(post)}`),
    )
  }
  const some = await queryDatabase<{ no: string }>(
    database.url,
    `SELECT no FROM post ORDER BY no LIMIT ${paused}`,
  )
  for (const { no } of some) {
    await pausePost(runtime, { id: 'ana', name: 'Ana' }, { postNo: no, reason: 'The author rewrites it' })
  }
  await runtime.close()

  const workers: ChildProcess[] = []
  let kills = 0
  const untilMs = Date.now() + 120_000
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) {
      await queryDatabase(database.url, 'UPDATE post SET next_evaluation_at = $1 WHERE paused_at IS NULL', [
        new Date(),
      ])
    }
    const due = 'post WHERE next_evaluation_at <= now()'
    while ((await count(due)) > 0 && Date.now() < untilMs) {
      while (workers.length < 4) workers.push(startPlanningWorker(database.url))
      // Late enough to have begun, early enough to die in the middle of a batch.
      await pause(500 + Math.random() * 900)
      const [victim] = workers.splice(Math.floor(Math.random() * workers.length), 1)
      if (victim) await kill(victim)
      kills += 1
    }
    expect(await count(due)).toBe(0)
  }
  await Promise.all(workers.map(kill))
  process.stdout.write(`${JSON.stringify({ kills, evaluations: await count('evaluation') })}\n`)

  expect(kills).toBeGreaterThan(rounds)
  expect(await count('evaluation')).toBe(watched * rounds)
  expect(await count('evaluation WHERE due_at IS NULL')).toBe(0)
  expect(await count('(SELECT FROM evaluation GROUP BY post_no, due_at HAVING count(*) > 1) AS twice')).toBe(
    0,
  )
  expect(await count('evaluation JOIN post ON post.no = post_no WHERE paused_at IS NOT NULL')).toBe(0)
  const budget = presets.standard.recovery.accountActionsPerHour ?? 0
  for (let n = 0; n < accounts; n += 1) {
    const accountId = `planned-${String(n)}`
    const actions = await count('recovery_action WHERE account_id = $1', [accountId])
    expect(actions).toBe(budget)
    const log = await readSoundStream(database.url, `account:${accountId}`)
    expect(log.filter(({ type }) => type === 'recovery_reserved')).toHaveLength(actions)
  }
  const keys =
    '(SELECT FROM recovery_action GROUP BY account_id, idempotency_key HAVING count(*) > 1) AS twice'
  expect(await count(keys)).toBe(0)
  expect(await countDeadlocks(database.url)).toBe(0)
}, 200_000)

test('many who plan one post at once reserve one action, and record one', async () => {
  const { runtime } = openRecoveryRuntime(database.url, Date.now())
  await openRecordedAccount(runtime, 'raced', presets.standard)
  await stagnate(runtime, 'raced', ['p'])
  const [post] = await queryDatabase<{ no: string }>(
    database.url,
    `SELECT no FROM post WHERE account_id = 'raced'`,
  )
  await Promise.all([
    ...Array.from({ length: 8 }, () => evaluatePostNow(runtime, post?.no ?? '')),
    evaluateDuePosts(runtime),
  ])
  await runtime.close()
  expect(
    await count('evaluation JOIN post ON post.no = post_no WHERE account_id = $1', ['raced']),
  ).toBeGreaterThan(7)
  expect(await count('recovery_action WHERE account_id = $1', ['raced'])).toBe(1)
  const log = await readSoundStream(database.url, 'account:raced')
  expect(log.filter(({ type }) => type === 'recovery_reserved')).toHaveLength(1)
})

async function kill(worker: ChildProcess): Promise<void> {
  const closed = once(worker, 'close')
  worker.kill('SIGKILL')
  await closed
}
