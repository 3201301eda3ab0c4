import type { Pool } from 'pg'

/** What one agent asked of an account in a stretch of time. */
export interface AgentActivity {
  readonly agentId: string
  readonly attempts: number
  readonly admitted: number
  readonly lastAttemptAtMs: number
}

/** The agents among the newest `limit` attempts of a stream since a time, most attempts first. */
export async function listAgents(
  pool: Pool,
  stream: string,
  fromMs: number,
  limit: number,
): Promise<readonly AgentActivity[]> {
  const { rows } = await pool.query<{ agent_id: string; attempts: string; admitted: string; last_at: Date }>(
    selectAgents,
    [stream, new Date(fromMs), limit],
  )
  return rows.map((row) => ({
    agentId: row.agent_id,
    attempts: Number(row.attempts),
    admitted: Number(row.admitted),
    lastAttemptAtMs: row.last_at.getTime(),
  }))
}

const selectAgents = `
WITH attempt AS (
  SELECT at, body FROM event
  WHERE stream = $1 AND type = 'action_decided' AND seq >= (SELECT event_seq_at_or_after($1, $2))
  ORDER BY seq DESC LIMIT $3
)
SELECT d.request ->> 'agentId' AS agent_id, count(*) AS attempts, count(*) FILTER (WHERE d.verdict = 'allow') AS admitted,
  max(at) AS last_at
FROM attempt CROSS JOIN LATERAL jsonb_to_record(body::jsonb) AS d (request jsonb, verdict text)
GROUP BY agent_id ORDER BY attempts DESC, agent_id`
