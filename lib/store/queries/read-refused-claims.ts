import type { Pool } from 'pg'
import { type LoggedEvent, type LoggedEventRow, loggedColumns, loggedEventOf } from './logged-event.ts'

/** The newest refused claims of an action, newest first, at most `limit`. */
export async function readRefusedClaims(
  pool: Pool,
  stream: string,
  actionId: string,
  limit: number,
): Promise<readonly LoggedEvent[]> {
  const { rows } = await pool.query<LoggedEventRow>(selectRefused, [stream, actionId, limit])
  return rows.map(loggedEventOf)
}

const selectRefused = `
SELECT ${loggedColumns} FROM event
WHERE stream = $1 AND action_id = $2 AND type = 'claim_refused' ORDER BY seq DESC LIMIT $3`
