import type { Pool } from 'pg'
import type { Transaction } from '../database.ts'
import { bigintArray, byteaArray, textArray } from './binary-array.ts'
import type { AppendStatement } from './append-batch.ts'

/** The append over a pooled connection, prepared once per connection, with its arrays in binary form. */
export function pooledAppend(pool: Pool): AppendStatement {
  return async ({ epoch, items }) => {
    const result = await pool.query({
      name: 'append-events',
      text: insertEvents,
      values: [
        textArray(items.map((item) => item.stream)),
        bigintArray(items.map((item) => item.seq)),
        textArray(items.map((item) => item.type)),
        bigintArray(items.map((item) => item.atMs)),
        textArray(items.map((item) => item.actionId)),
        textArray(items.map((item) => item.body)),
        byteaArray(items.map((item) => item.hash)),
        epoch,
      ],
    })
    return result.rowCount ?? 0
  }
}

/** The same append inside a Prisma transaction, so that read models change with their events or not at all. */
export function transactionAppend(transaction: Transaction): AppendStatement {
  return ({ epoch, items }) =>
    transaction.$executeRawUnsafe(
      insertEvents,
      items.map((item) => item.stream),
      items.map((item) => BigInt(item.seq)),
      items.map((item) => item.type),
      items.map((item) => BigInt(item.atMs)),
      items.map((item) => item.actionId),
      items.map((item) => item.body),
      items.map((item) => Buffer.from(item.hash)),
      epoch,
    )
}

// Times travel as integers: exact, and quicker to read than text.
const insertEvents = `
INSERT INTO event (stream, seq, type, at, action_id, body, hash)
SELECT stream, seq, type, timestamptz 'epoch' + at_ms * interval '1 millisecond', action_id, body, hash
FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bytea[])
  AS item (stream, seq, type, at_ms, action_id, body, hash)
WHERE (SELECT epoch FROM control) = $8::bigint`
