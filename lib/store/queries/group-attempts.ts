import type { Pool } from 'pg'

/** Attempts of one agent at one type on one platform in one account, by verdict. */
export interface AttemptGroup {
  readonly stream: string
  readonly agentId: string
  readonly actionType: string
  /** Null when the actions named none. */
  readonly platform: string | null
  readonly origin: string
  readonly verdict: string
  readonly attempts: number
}

/** Attempts since a time, counted by everything that a stop order may name; of one account or of all. */
export async function groupAttempts(
  pool: Pool,
  fromMs: number,
  accountId: string | null,
): Promise<readonly AttemptGroup[]> {
  const { rows } = await pool.query<GroupRow>(selectGroups, [new Date(fromMs), accountId])
  return rows.map((row) => ({
    stream: row.stream,
    agentId: row.agent_id,
    actionType: row.action_type,
    platform: row.platform,
    origin: row.origin,
    verdict: row.verdict,
    attempts: Number(row.attempts),
  }))
}

interface GroupRow {
  readonly stream: string
  readonly agent_id: string
  readonly action_type: string
  readonly platform: string | null
  readonly origin: string
  readonly verdict: string
  readonly attempts: string
}

const selectGroups = `
SELECT known.stream, d.request ->> 'agentId' AS agent_id, d.request ->> 'actionType' AS action_type,
  d.request -> 'target' ->> 'platform' AS platform, d.request ->> 'origin' AS origin, d.verdict, count(*) AS attempts
FROM (SELECT 'account:' || id AS stream FROM account WHERE $2::text IS NULL OR id = $2) AS known
CROSS JOIN LATERAL (SELECT event_seq_at_or_after(known.stream, $1) AS first_seq) AS range
CROSS JOIN LATERAL (
  SELECT body FROM event
  WHERE event.stream = known.stream AND event.seq >= range.first_seq AND event.type = 'action_decided'
) AS e
CROSS JOIN LATERAL jsonb_to_record(e.body::jsonb) AS d (verdict text, request jsonb)
GROUP BY 1, 2, 3, 4, 5, 6`
