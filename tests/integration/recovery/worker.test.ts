import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { evaluatePostNow } from '#lib/services/recovery/evaluate-post-now.ts'
import { runAccountCommand } from '#lib/services/run-account-command.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { calmPolicy } from '#tests/support/gate-runtime.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { minute, noonMs } from '#tests/support/recovery-samples.ts'
import { openDrivenRuntime, openRecordedAccount, stagnate } from '#tests/support/recovery-runtime.ts'

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
  return made
}

const actionsOf = (accountId: string) =>
  queryDatabase<{ id: string; status: string; attempts: number; lockout_id: string | null; steps: string[] }>(
    database.url,
    `SELECT id, status, (life ->> 'attempts')::int AS attempts, lockout_id,
        (SELECT array_agg(status ORDER BY n) FROM recovery_step WHERE action_id = recovery_action.id) AS steps
     FROM recovery_action WHERE account_id = '${accountId}' ORDER BY reserved_at, id`,
  )

describe('recovery on a real database', () => {
  test('a stagnating post is evaluated when due, helped once, and every step is kept', async () => {
    const { runtime, round } = open()
    await openRecordedAccount(runtime, 'one', calmPolicy)
    await stagnate(runtime, 'one', ['p1'])
    expect(await evaluateDuePosts(runtime)).toStrictEqual({ evaluated: 1, reserved: 1 })
    expect(await evaluateDuePosts(runtime)).toStrictEqual({ evaluated: 0, reserved: 0 })
    expect(await round()).toBe(1)
    expect(await actionsOf('one')).toMatchObject([
      { status: 'succeeded', attempts: 1, steps: ['reserved', 'running', 'succeeded'] },
    ])
    expect(await round()).toBe(0)
    const decisions = await queryDatabase<{ body: string }>(
      database.url,
      `SELECT body FROM event WHERE stream = 'account:one' AND type = 'action_decided'`,
    )
    expect(decisions).toHaveLength(1)
    expect(JSON.parse(decisions[0]?.body ?? '')).toMatchObject({
      request: { origin: 'executor' },
      counted: true,
    })
  })

  test('each fate of an attempt leads where the contract says', async () => {
    const { runtime, round, pass } = open()
    const fates = {
      limited: ['rate_limit'],
      forbidden: ['forbidden'],
      lostRequest: ['lost_request'],
      lostAnswer: ['lost_answer'],
    }
    await openRecordedAccount(runtime, 'fates', calmPolicy, fates)
    await stagnate(runtime, 'fates', Object.keys(fates))
    await evaluateDuePosts(runtime)
    for (let n = 0; n < 300; n += 1) {
      await round()
      pass(minute / 2)
    }
    const paths = (await actionsOf('fates')).map(({ steps }) => steps.slice(1).join(' ')).sort()
    expect(paths).toStrictEqual([
      'running failed exhausted',
      'running failed retry_scheduled running succeeded',
      'running unknown failed retry_scheduled running succeeded',
      'running unknown succeeded',
    ])
    const effects = await queryDatabase(
      database.url,
      `SELECT 1 FROM recorded_effect WHERE account_id = 'fates'`,
    )
    expect(effects).toHaveLength(3)
  })

  test('fifty queued actions are called off by a lockout, each with the lockout linked', async () => {
    const { runtime, round, pass } = open()
    const policy = { ...calmPolicy, recovery: { ...presets.standard.recovery, accountActionsPerHour: null } }
    await openRecordedAccount(runtime, 'locked', policy)
    await stagnate(
      runtime,
      'locked',
      Array.from({ length: 50 }, (_, n) => `p${String(n)}`),
    )
    expect(await evaluateDuePosts(runtime)).toStrictEqual({ evaluated: 50, reserved: 50 })
    const actor = { id: 'lead', name: 'Lead', role: 'lead', reauthenticatedAtMs: noonMs } as const
    const command = { type: 'lock_out_account', actor, reason: 'A drill of the kill switch' } as const
    expect((await runAccountCommand(runtime, 'locked', command)).kind).toBe('accepted')
    pass(minute)
    await round()
    const actions = await actionsOf('locked')
    const [{ id } = { id: '' }] = await queryDatabase<{ id: string }>(
      database.url,
      `SELECT id FROM lockout WHERE account_id = 'locked'`,
    )
    expect(actions.map((action) => [action.status, action.lockout_id, action.attempts])).toStrictEqual(
      Array.from({ length: 50 }, () => ['cancelled', id, 0]),
    )
    await stagnate(runtime, 'locked', ['p1'])
    pass(2 * minute)
    await evaluateDuePosts(runtime)
    const [last] = await queryDatabase(
      database.url,
      `SELECT reason FROM evaluation JOIN post ON post.no = post_no WHERE post_id = 'p1' AND account_id = 'locked'
       ORDER BY evaluation.no DESC LIMIT 1`,
    )
    expect(last).toMatchObject({ reason: 'account_locked_out' })
  })

  test('two workers share the due posts, none evaluated twice, one key reserved once, one budget spent once', async () => {
    const [first, second] = [open(), open()]
    await openRecordedAccount(first.runtime, 'shared', presets.standard)
    const posts = Array.from({ length: 2500 }, (_, n) => `p${String(n)}`)
    await stagnate(first.runtime, 'shared', posts)
    const rounds = await Promise.all([evaluateDuePosts(first.runtime), evaluateDuePosts(second.runtime)])
    expect(rounds[0].evaluated + rounds[1].evaluated).toBe(2500)
    expect(Math.min(rounds[0].evaluated, rounds[1].evaluated)).toBeGreaterThan(0)
    const twice = await queryDatabase(
      database.url,
      `SELECT post_no FROM evaluation JOIN post ON post.no = post_no WHERE account_id = 'shared'
       GROUP BY post_no HAVING count(*) > 1`,
    )
    expect(twice).toStrictEqual([])
    expect(await actionsOf('shared')).toHaveLength(10)
  })

  test('what is eligible at a time is refused for that reason a millisecond before', async () => {
    const { runtime, round, time } = open()
    const recovery = { ...calmPolicy.recovery, keyScope: 'episode', restHours: 1, minImpressions: 0 } as const
    await openRecordedAccount(runtime, 'next', { ...calmPolicy, recovery })
    await stagnate(runtime, 'next', ['p'])
    await evaluateDuePosts(runtime)
    await round()
    const [{ no } = { no: '' }] = await queryDatabase<{ no: string }>(
      database.url,
      `SELECT no FROM post WHERE account_id = 'next'`,
    )
    const evaluate = async () => {
      await evaluatePostNow(runtime, no)
      const [row] = await queryDatabase<{ reason: string | null; next_eligible_at: Date | null }>(
        database.url,
        `SELECT reason, next_eligible_at FROM evaluation WHERE post_no = ${no} ORDER BY no DESC LIMIT 1`,
      )
      return row
    }
    time.nowMs += minute
    const blocked = await evaluate()
    expect(blocked).toMatchObject({ reason: 'duplicate_action' })
    time.nowMs = (blocked?.next_eligible_at?.getTime() ?? 0) - 1
    await stagnate(runtime, 'next', ['p'])
    expect(await evaluate()).toMatchObject({ reason: 'action_cooldown_active' })
    time.nowMs += 1
    expect(await evaluate()).toMatchObject({ reason: null })
  })
})
