import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import pg from 'pg'
import { expect } from 'vitest'

/** One event as it lies in the table, read without the program. */
export interface RecordedRow {
  readonly seq: number
  readonly type: string
  readonly at: Date
  readonly action_id: string | null
  readonly body: string
  readonly hash: Buffer
}

/** Runs one query behind the program's back. */
export async function queryDatabase<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

/**
 * Reads a stream and holds it to its promises: gapless from 1, times that never run backwards, every hash chained as
 * the contract says. The canonical form comes from the package, not from the program.
 */
export async function readSoundStream(url: string, stream: string): Promise<RecordedRow[]> {
  const rows = await queryDatabase<RecordedRow>(
    url,
    'SELECT seq::int, type, at, action_id, body, hash FROM event WHERE stream = $1 ORDER BY seq',
    [stream],
  )
  let previous = Buffer.alloc(32)
  for (const [index, { seq, type, at, body, hash }] of rows.entries()) {
    expect(seq, `sequence of ${stream}`).toBe(index + 1)
    const data = JSON.parse(body) as unknown
    expect(body, 'the body is canonical').toBe(canonicalize(data))
    const line = canonicalize({ stream, seq, type, at: at.toISOString(), data }) ?? ''
    const expected = createHash('sha256').update(previous).update(line).digest()
    expect(hash.toString('hex'), `hash of ${stream} ${seq}`).toBe(expected.toString('hex'))
    previous = expected
  }
  return rows
}

/** How often PostgreSQL had to end a transaction of the database because two waited for each other. */
export async function countDeadlocks(url: string): Promise<number> {
  const [row] = await queryDatabase<{ deadlocks: number }>(
    url,
    'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
  )
  return row?.deadlocks ?? 0
}

/** The verdicts of a stream's decisions, in order. */
export function verdictsOf(rows: readonly RecordedRow[]): string[] {
  return rows
    .filter(({ type }) => type === 'action_decided')
    .map(({ body }) => (JSON.parse(body) as { verdict: string }).verdict)
}
