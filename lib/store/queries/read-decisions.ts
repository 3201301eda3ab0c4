import type { Pool } from 'pg'
import { type LoggedEvent, type LoggedEventRow, loggedColumns, loggedEventOf } from './logged-event.ts'

/** The newest decisions of a stream, newest first. */
export async function readNewestDecisions(
  pool: Pool,
  stream: string,
  limit: number,
): Promise<readonly LoggedEvent[]> {
  const { rows } = await pool.query<LoggedEventRow>(selectNewest, [stream, limit])
  return rows.map(loggedEventOf)
}

/** The decisions of a stream in [fromMs, toMs], newest first, at most `limit`. */
export async function readDecisionsBetween(
  pool: Pool,
  stream: string,
  fromMs: number,
  toMs: number,
  limit: number,
): Promise<readonly LoggedEvent[]> {
  const { rows } = await pool.query<LoggedEventRow>(selectBetween, [
    stream,
    new Date(fromMs),
    new Date(toMs + 1),
    limit,
  ])
  return rows.map(loggedEventOf)
}

/** The events of a stream with these sequences, in order; those that are not there are left out. */
export async function readEventsAt(
  pool: Pool,
  stream: string,
  seqs: readonly number[],
): Promise<readonly LoggedEvent[]> {
  const { rows } = await pool.query<LoggedEventRow>(selectAt, [stream, seqs])
  return rows.map(loggedEventOf)
}

const selectNewest = `
SELECT ${loggedColumns} FROM event WHERE stream = $1 AND type = 'action_decided' ORDER BY seq DESC LIMIT $2`

const selectBetween = `
SELECT ${loggedColumns} FROM event
WHERE stream = $1 AND type = 'action_decided'
  AND seq >= (SELECT event_seq_at_or_after($1, $2)) AND seq < (SELECT event_seq_at_or_after($1, $3))
ORDER BY seq DESC LIMIT $4`

const selectAt = `SELECT ${loggedColumns} FROM event WHERE stream = $1 AND seq = ANY($2::bigint[]) ORDER BY seq`
