import { afterAll, beforeAll, expect, test } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { attemptDelivery } from '#lib/services/executors/attempt-delivery.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { attemptRules, deliveriesOf, editTimes, settledFacts } from '#tests/support/escalations.ts'
import { ask } from '#tests/support/gate-runtime.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { minute } from '#tests/support/recovery-samples.ts'
import { openRecordedAccount, openRecoveryRuntime, stagnate } from '#tests/support/recovery-runtime.ts'

let database: TestDatabase
let desk: ReturnType<typeof openRecoveryRuntime>
beforeAll(async () => {
  database = await createTestDatabase()
  desk = openRecoveryRuntime(database.url, Date.UTC(2026, 0, 5, 12))
})
afterAll(async () => {
  await desk.runtime.close()
  await database.drop()
})

test('the recovery executor evaluates exactly the watched posts that agents touched in the window', async () => {
  const { runtime, time } = desk
  const accountId = 'touched'
  const { tiers } = presets.seed.velocity
  const unlocked = { ...tiers.tier_3, actionsPerMinute: 1000 }
  const velocity = { ...presets.seed.velocity, tiers: { ...tiers, tier_3: unlocked } }
  await openRecordedAccount(runtime, accountId, { ...presets.seed, velocity })
  await openRecordedAccount(runtime, 'another', { ...presets.seed, velocity })
  const touch = (actionId: string, postId: string, more: object = {}) =>
    ask(runtime, {
      accountId,
      actionId,
      agentId: 'writer',
      type: 'edit',
      target: { id: postId, platform: 'recorded' },
      parameters: {},
      origin: 'agent',
      ...more,
    })
  await touch('early', 'post-early')
  time.nowMs += 10 * minute + 1
  await touch('human', 'post-human', { origin: 'human' })
  await touch('elsewhere', 'post-elsewhere', { target: { id: 'post-elsewhere', platform: 'other' } })
  await editTimes(runtime, accountId, 13)
  await touch('last', 'post-last')
  // After the escalation: too late to have led to it.
  await touch('later', 'post-later')
  const watched = ['early', 'human', 'elsewhere', 'last', 'later', 'untouched', '0', '7', '12']
  await stagnate(
    runtime,
    accountId,
    watched.map((name) => `post-${name}`),
  )
  await stagnate(runtime, 'another', ['post-0'])
  const deliveries = await deliveriesOf(runtime, accountId)
  const delivery = deliveries.find(({ executor }) => executor === 'autonomous_recovery_executor')
  expect(await attemptDelivery(runtime, delivery?.id ?? '', attemptRules)).toBe('routed')
  const evaluated = await queryDatabase<{ account_id: string; post_id: string }>(
    database.url,
    'SELECT account_id, post_id FROM evaluation JOIN post ON post.no = evaluation.post_no ORDER BY post_id',
  )
  expect(evaluated).toStrictEqual(
    ['post-0', 'post-12', 'post-7', 'post-last'].map((post_id) => ({ account_id: accountId, post_id })),
  )
  expect((await settledFacts(database.url, accountId)).at(-1)).toMatchObject({
    outcome: 'routed',
    executor: 'autonomous_recovery_executor',
    detail: 'The policy does not hold edits. 15 targets touched, 4 of them watched, 4 evaluated, 4 planned',
  })
})
