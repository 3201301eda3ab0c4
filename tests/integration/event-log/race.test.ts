import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { startRacer } from '#tests/support/racing-process.ts'
import { queryDatabase, readSoundStream, verdictsOf } from '#tests/support/recorded-stream.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const processes = 4
const callers = 32
const attempts = 16
const rounds = Number(process.env.INTERLOCK_TEST_RACES ?? 2)

test.each(Array.from({ length: rounds }, (_, round) => round))(
  'four processes at twenty accounts: fourteen admitted, one lockout, one brief on each (round %i)',
  async (round) => {
    const runtime = openRuntime(database.url)
    const accountIds = await Promise.all(
      Array.from({ length: 20 }, (_, index) => openAccount(runtime, `race-${round}-${index}`)),
    )
    await runtime.close()
    const racers = Array.from({ length: processes }, (_, index) =>
      startRacer({ databaseUrl: database.url, name: `p${index}`, accountIds, attempts, callers }),
    )
    await Promise.all(racers.map(({ started }) => started))
    for (const { go } of racers) go()
    const answers = (await Promise.all(racers.map(({ finished }) => finished))).flat()

    expect(answers).toHaveLength(processes * accountIds.length * attempts)
    for (const accountId of accountIds) {
      const rows = await readSoundStream(database.url, `account:${accountId}`)
      const verdicts = verdictsOf(rows)
      expect(verdicts, accountId).toHaveLength(processes * attempts)
      expect(
        verdicts.filter((verdict) => verdict === 'allow'),
        accountId,
      ).toHaveLength(14)
      expect(
        verdicts.slice(0, 14).every((verdict) => verdict === 'allow'),
        accountId,
      ).toBe(true)
      expect(
        rows.filter(({ type }) => type === 'lockout_opened'),
        accountId,
      ).toHaveLength(1)
      const answered = answers.filter((answer) => answer.accountId === accountId)
      expect(
        answered.filter(({ verdict }) => verdict === 'allow'),
        accountId,
      ).toHaveLength(14)
      for (const { sequence, actionId } of answered) expect(rows[sequence - 1]?.action_id).toBe(actionId)
    }
    const [counts] = await queryDatabase(
      database.url,
      `SELECT (SELECT count(*)::int FROM lockout WHERE account_id LIKE $1 AND status = 'active') AS lockouts,
         (SELECT count(*)::int FROM brief WHERE account_id LIKE $1) AS briefs,
         (SELECT count(*)::int FROM account WHERE id LIKE $1 AND tier = 'tier_3' AND lockout_id IS NOT NULL) AS locked`,
      [`race-${round}-%`],
    )
    expect(counts).toEqual({ lockouts: 20, briefs: 20, locked: 20 })
  },
)
