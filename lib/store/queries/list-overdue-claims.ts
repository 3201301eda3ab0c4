import type { Pool } from 'pg'
import { accountOfStream } from '../event-log/event-row.ts'

/** A claim whose outcome nobody has reported. */
export interface OverdueClaim {
  readonly accountId: string
  readonly actionId: string
  readonly claimedAtMs: number
}

/** Claims taken in [fromMs, untilMs] that have no outcome, oldest first, at most `limit`. */
export async function listOverdueClaims(
  pool: Pool,
  fromMs: number,
  untilMs: number,
  limit: number,
): Promise<readonly OverdueClaim[]> {
  const { rows } = await pool.query<{ stream: string; action_id: string; at: Date }>(selectOverdue, [
    new Date(fromMs),
    new Date(untilMs),
    limit,
  ])
  return rows.flatMap(({ stream, action_id: actionId, at }) => {
    const accountId = accountOfStream(stream)
    return accountId === null ? [] : [{ accountId, actionId, claimedAtMs: at.getTime() }]
  })
}

const selectOverdue = `
SELECT claim.stream, claim.action_id, claim.at FROM event AS claim
WHERE claim.type = 'action_claimed' AND claim.at BETWEEN $1 AND $2 AND NOT EXISTS (
  SELECT FROM event AS outcome
  WHERE outcome.stream = claim.stream AND outcome.action_id = claim.action_id AND outcome.type = 'action_settled'
)
ORDER BY claim.at LIMIT $3`
