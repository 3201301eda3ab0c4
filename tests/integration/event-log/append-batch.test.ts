import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '#lib/store/database.ts'
import { appendBatch, type AppendOutcome, type AppendStatement } from '#lib/store/event-log/append-batch.ts'
import { pooledAppend, transactionAppend } from '#lib/store/event-log/append-statements.ts'
import { eventHash, firstPreviousHash } from '#lib/store/event-log/event-hash.ts'
import type { EventRow } from '#lib/store/event-log/event-row.ts'
import { withTransaction } from '#lib/store/transactions.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { readSoundStream } from '#tests/support/recorded-stream.ts'

let scratch: TestDatabase
let database: Database

beforeAll(async () => {
  scratch = await createTestDatabase()
  database = openDatabase(scratch.url)
})
afterAll(async () => {
  await database.close()
  await scratch.drop()
})

/** The same append through a plain connection and inside a Prisma transaction. */
const strategies: [string, (batch: Parameters<AppendStatement>[0]) => Promise<AppendOutcome>][] = [
  ['pooled', (batch) => appendBatch(pooledAppend(database.log), batch)],
  [
    'in a transaction',
    (batch) => withTransaction(database, (transaction) => appendBatch(transactionAppend(transaction), batch)),
  ],
]

function rows(
  stream: string,
  from: number,
  actionIds: readonly (string | null)[],
  previous: Uint8Array = firstPreviousHash,
): EventRow[] {
  let hash = previous
  return actionIds.map((actionId, index) => {
    const type = actionId === null ? 'tier_changed' : 'action_decided'
    const body = '{"text":"ä\\u0000 \\"{,}\\\\ NULL"}'
    const event = { stream, seq: from + index, type, atMs: 1_767_225_600_123 + index, body }
    hash = eventHash(hash, event)
    return { ...event, actionId, hash }
  })
}

test.each(strategies)('%s: appends whole batches of several streams, byte for byte', async (name, append) => {
  const one = `account:one ${name} "quoted", {braced}`
  const two = `account:two ${name} \\ NULL ü`
  const items = [...rows(one, 1, ['a', null, 'b']), ...rows(two, 1, ['a'])]
  expect(await append({ epoch: 1, items })).toEqual({ kind: 'appended' })
  const stored = await readSoundStream(scratch.url, one)
  expect(stored.map(({ seq, action_id, at }) => [seq, action_id, at.getTime()])).toEqual([
    [1, 'a', 1_767_225_600_123],
    [2, null, 1_767_225_600_124],
    [3, 'b', 1_767_225_600_125],
  ])
  expect(await readSoundStream(scratch.url, two)).toHaveLength(1)
})

test.each(strategies)(
  '%s: tells why a batch was not appended, and then nothing of it is',
  async (name, append) => {
    const stream = `account:refused ${name}`
    const other = `account:refused too ${name}`
    const first = rows(stream, 1, ['a', 'b'])
    expect(await append({ epoch: 1, items: first })).toEqual({ kind: 'appended' })
    const next = rows(stream, 3, ['a'], first[1]?.hash)
    const table: [string, AppendOutcome['kind'], number, EventRow[]][] = [
      ['an old epoch', 'epoch_moved', 0, rows(other, 1, ['x'])],
      ['an epoch to come', 'epoch_moved', 2, rows(other, 1, ['x'])],
      ['a taken sequence', 'sequence_conflict', 1, [...rows(other, 1, ['x']), ...rows(stream, 2, ['c'])]],
      ['a decided action', 'action_repeated', 1, [...rows(other, 1, ['x']), ...next]],
    ]
    for (const [title, kind, epoch, items] of table) {
      expect(await append({ epoch, items }), title).toEqual({ kind })
    }
    expect(await readSoundStream(scratch.url, stream)).toHaveLength(2)
    expect(await readSoundStream(scratch.url, other)).toEqual([])
  },
)

test('two batches over the same streams in opposite order never deadlock: one is first', async () => {
  const append = strategies[0]?.[1]
  if (!append) throw new Error('no strategy')
  for (let round = 0; round < 20; round++) {
    const batch = (id: string) =>
      [`account:l${round}`, `account:m${round}`, `account:n${round}`].flatMap((stream) =>
        rows(stream, 1, [id]),
      )
    const outcomes = await Promise.all([
      append({ epoch: 1, items: batch('x') }),
      append({ epoch: 1, items: batch('y').reverse() }),
    ])
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['appended', 'sequence_conflict'])
  }
})
