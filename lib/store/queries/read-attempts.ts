import type { Pool } from 'pg'

/** What charts and lists need of a decided action, without its parameters. */
export interface AttemptRow {
  readonly stream: string
  readonly seq: number
  readonly atMs: number
  readonly agentId: string
  readonly verdict: string
  /** The deciding reason's code; null when admitted without any. */
  readonly reasonCode: string | null
  readonly counted: boolean
  /** What enforce would have answered, and its deciding reason; null outside shadow mode. */
  readonly shadowVerdict: string | null
  readonly shadowReasonCode: string | null
}

/** Where to read on: events after `seq`, and none before `fromMs`. */
export interface AttemptPosition {
  readonly stream: string
  readonly seq: number
}

/**
 * The attempts of some streams after a position and since a time, up to `toMs` when given, oldest first; at most the
 * newest `limit` of each.
 */
export async function readAttempts(
  pool: Pool,
  positions: readonly AttemptPosition[],
  fromMs: number,
  limit: number,
  toMs: number | null = null,
): Promise<readonly AttemptRow[]> {
  const { rows } = await pool.query<Row>(selectAttempts, [
    positions.map(({ stream }) => stream),
    positions.map(({ seq }) => seq),
    new Date(fromMs),
    limit,
    toMs === null ? null : new Date(toMs),
  ])
  return rows.map((row) => ({
    stream: row.stream,
    seq: Number(row.seq),
    atMs: row.at.getTime(),
    agentId: row.agent_id,
    verdict: row.verdict,
    reasonCode: row.reason_code,
    counted: row.counted,
    shadowVerdict: row.shadow_verdict,
    shadowReasonCode: row.shadow_reason_code,
  }))
}

interface Row {
  readonly stream: string
  readonly seq: string
  readonly at: Date
  readonly agent_id: string
  readonly verdict: string
  readonly reason_code: string | null
  readonly counted: boolean
  readonly shadow_verdict: string | null
  readonly shadow_reason_code: string | null
}

const selectAttempts = `
SELECT e.stream, e.seq, e.at, d.request ->> 'agentId' AS agent_id, d.verdict, d.counted,
  d.reasons -> 0 ->> 'code' AS reason_code, d.shadow ->> 'verdict' AS shadow_verdict,
  d.shadow -> 'reasons' -> 0 ->> 'code' AS shadow_reason_code
FROM unnest($1::text[], $2::bigint[]) AS known (stream, seq)
CROSS JOIN LATERAL (SELECT event_seq_at_or_after(known.stream, $3) AS first_seq) AS range
CROSS JOIN LATERAL (
  SELECT * FROM event
  WHERE event.stream = known.stream AND event.seq > known.seq AND event.seq >= range.first_seq
    AND event.type = 'action_decided' AND ($5::timestamptz IS NULL OR event.at <= $5)
  ORDER BY event.seq DESC LIMIT $4
) AS e
CROSS JOIN LATERAL jsonb_to_record(e.body::jsonb)
  AS d (verdict text, counted boolean, reasons jsonb, request jsonb, shadow jsonb)
ORDER BY e.stream, e.seq`
