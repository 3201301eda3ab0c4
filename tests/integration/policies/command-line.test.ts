import { afterAll, beforeAll, expect, test } from 'vitest'
import { badPolicies } from '#tests/support/bad-policies.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { queryDatabase } from '#tests/support/recorded-stream.ts'
import { runInterlock } from '#tests/support/run-interlock.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  expect((await interlock('accounts', 'create', 'shop')).code).toBe(0)
})
afterAll(() => database.drop())

function interlock(...args: string[]) {
  const env = { DATABASE_URL: database.url, INTERLOCK_SECRET: 'only-for-tests-only-for-tests-only' }
  return runInterlock(args, { env })
}

test.each(badPolicies)('a file with $name is refused by name, and the policy in force stays', async (bad) => {
  const file = temporaryFolder().write('policy.json', bad.document)
  for (const args of [
    ['accounts', 'policy', 'shop', file],
    ['accounts', 'create', 'other', '--policy', file],
    ['replay', 'tests/conformance/data/agent-edits-epic-stack.jsonl', '--policy', file],
  ]) {
    const run = await interlock(...args)
    expect(run).toMatchObject({ code: 2, out: '' })
    expect(run.err).toContain(`${file} is not a policy:`)
    if (bad.field !== 'document') expect(run.err).toContain(`${bad.field}: `)
    // What is wrong, and not the file once more.
    expect(run.err.length).toBeLessThan(1000)
  }
  const rows = await queryDatabase(database.url, 'SELECT id, policy_name FROM account')
  expect(rows).toEqual([{ id: 'shop', policy_name: 'standard' }])
  const events = await queryDatabase(
    database.url,
    `SELECT count(*)::int AS n FROM event WHERE type = 'policy_assigned'`,
  )
  expect(events).toEqual([{ n: 1 }])
})
