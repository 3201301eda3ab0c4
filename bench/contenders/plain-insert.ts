import pg from 'pg'
import { runClosedLoop } from '../measure/closed-loop.ts'
import type { Contender } from '../measure/interleave.ts'

/** A durable single-row INSERT, and what it holds open. */
export interface PlainInsert {
  readonly contender: (callers: number) => Contender
  readonly close: () => Promise<void>
}

/**
 * What one would write without Interlock: each decision a row of a small log, one prepared INSERT for each, one
 * connection for each caller. No hash, no second index, no check: the least that keeps a record.
 */
export async function openPlainInsert(
  databaseUrl: string,
  bodyOf: (actionId: string) => string,
): Promise<PlainInsert> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 32 })
  await pool.query(`
    CREATE TABLE small_log (
      stream text NOT NULL, seq bigint NOT NULL, type text NOT NULL, at timestamptz(3) NOT NULL, body text NOT NULL,
      PRIMARY KEY (stream, seq)
    )`)
  let seq = 0
  const insert = () => {
    seq += 1
    return pool.query({
      name: 'insert',
      text: 'INSERT INTO small_log (stream, seq, type, at, body) VALUES ($1, $2, $3, $4, $5)',
      values: [`account:${seq % 10_000}`, seq, 'action_decided', new Date(), bodyOf(`insert-${seq}`)],
    })
  }
  return {
    contender: (callers) => ({
      name: `plain INSERT, ${callers}`,
      load: callers === 1 ? '1 caller' : `${callers} callers`,
      run: (durationMs) => runClosedLoop(callers, durationMs, insert),
    }),
    close: () => pool.end(),
  }
}
