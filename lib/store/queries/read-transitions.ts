import type { Pool } from 'pg'
import type { GuardEvent } from '../../engine/guard/events.ts'
import { type LoggedEvent, type LoggedEventRow, loggedColumns, loggedEventOf } from './logged-event.ts'

/** The events of a stream since a time that are not decisions, newest first, at most `limit`; of some types or of all. */
export async function readTransitions(
  pool: Pool,
  stream: string,
  fromMs: number,
  limit: number,
  types: readonly GuardEvent['type'][] | null = null,
): Promise<readonly LoggedEvent[]> {
  const { rows } = await pool.query<LoggedEventRow>(selectSince, [stream, new Date(fromMs), limit, types])
  return rows.map(loggedEventOf)
}

/** The newest events of some types before a time, newest first: what was in force at the start of a range. */
export async function readTransitionsBefore(
  pool: Pool,
  stream: string,
  beforeMs: number,
  limit: number,
  types: readonly GuardEvent['type'][],
): Promise<readonly LoggedEvent[]> {
  const { rows } = await pool.query<LoggedEventRow>(selectBefore, [stream, new Date(beforeMs), limit, types])
  return rows.map(loggedEventOf)
}

const selectSince = `
SELECT ${loggedColumns} FROM event
WHERE stream = $1 AND seq >= (SELECT event_seq_at_or_after($1, $2)) AND type <> 'action_decided'
  AND ($4::text[] IS NULL OR type = ANY($4))
ORDER BY seq DESC LIMIT $3`

const selectBefore = `
SELECT ${loggedColumns} FROM event
WHERE stream = $1 AND seq < (SELECT event_seq_at_or_after($1, $2)) AND type <> 'action_decided' AND type = ANY($4)
ORDER BY seq DESC LIMIT $3`
