import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openAccount, openRuntime } from '#tests/support/gate-runtime.ts'
import { queryDatabase, readSoundStream } from '#tests/support/recorded-stream.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  const runtime = openRuntime(database.url)
  await openAccount(runtime, 'kept')
  await runtime.close()
})
afterAll(() => database.drop())

const changes = [
  `UPDATE event SET body = '{}'`,
  'DELETE FROM event',
  'TRUNCATE event',
  `UPDATE event SET hash = hash WHERE false`,
]

test.each(changes)('the owner of the table may not: %s', async (statement) => {
  await expect(queryDatabase(database.url, statement)).rejects.toThrow('permission denied for table event')
})

test.each(changes)('not even a superuser may: %s', async (statement) => {
  await expect(queryDatabase(database.superuserUrl, statement)).rejects.toThrow(
    'the event log is append-only',
  )
})

test.each(changes)('nor a superuser who poses as a replica: %s', async (statement) => {
  const posing = `SET session_replication_role = replica; ${statement}`
  await expect(queryDatabase(database.superuserUrl, posing)).rejects.toThrow('the event log is append-only')
})

test('nothing was changed by trying', async () => {
  const rows = await readSoundStream(database.url, 'account:kept')
  expect(rows.map(({ type }) => type)).toEqual(['account_opened', 'policy_assigned'])
})

const hash = `'\\x${'00'.repeat(32)}'`
const bad = [
  ['event_stream_known', `('elsewhere', 1, 'x', now(), NULL, '{}', ${hash})`],
  ['event_seq_positive', `('account:a', 0, 'x', now(), NULL, '{}', ${hash})`],
  ['event_hash_is_sha256', `('account:a', 1, 'x', now(), NULL, '{}', '\\x00')`],
  ['event_action_id_on_actions', `('account:a', 1, 'action_decided', now(), NULL, '{}', ${hash})`],
  ['event_action_id_on_actions', `('account:a', 1, 'tier_changed', now(), 'a', '{}', ${hash})`],
  ['event_pkey', `('account:kept', 1, 'x', now(), NULL, '{}', ${hash})`],
]

test.each(bad)('%s refuses %s', async (constraint, values) => {
  const insert = `INSERT INTO event (stream, seq, type, at, action_id, body, hash) VALUES ${values}`
  await expect(queryDatabase(database.url, insert)).rejects.toThrow(constraint)
})

const badReadModels = [
  ['control_single_row', 'INSERT INTO control (id) VALUES (2)'],
  ['control_epoch_positive', 'UPDATE control SET epoch = 0'],
  ['account_tier_known', `UPDATE account SET tier = 'tier_4'`],
  ['account_policy_whole', 'UPDATE account SET policy_name = NULL'],
  ['agent_key_hash_is_sha256', `INSERT INTO agent_key VALUES ('k', 'a', '\\x00', true, '{}', false, now())`],
  ['agent_key_scope_said', `INSERT INTO agent_key VALUES ('k', 'a', ${hash}, false, '{}', false, now())`],
  [
    'lockout_closed_when_reset',
    `INSERT INTO lockout (id, account_id, status, cause, version, policy_version, opened_at, opened_seq, brief_digest)
     VALUES ('l', 'kept', 'reset', 'kill_switch', 1, 'p', now(), 1, 'd')`,
  ],
]

test.each(badReadModels)('%s holds', async (constraint, statement) => {
  await expect(queryDatabase(database.url, statement)).rejects.toThrow(constraint)
})
