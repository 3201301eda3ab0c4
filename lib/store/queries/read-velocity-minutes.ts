import type { Pool } from 'pg'

/** One minute of an account: attempts by answer, those that count, and the peaks that its decisions saw. */
export interface VelocityMinuteRow {
  readonly startMs: number
  readonly admitted: number
  readonly held: number
  readonly paced: number
  readonly blocked: number
  readonly refusedByLockout: number
  readonly counted: number
  readonly peaks: { readonly tier_1: number; readonly tier_2: number; readonly tier_3: number }
}

/** The minutes of a stream since a time that have attempts, oldest first: the roll-up, and the live tail behind it. */
export async function readVelocityMinutes(
  pool: Pool,
  stream: string,
  fromMs: number,
): Promise<readonly VelocityMinuteRow[]> {
  const { rows } = await pool.query<Row>(selectMinutes, [stream, new Date(fromMs)])
  return rows.map((row) => ({
    startMs: row.minute.getTime(),
    admitted: Number(row.admitted),
    held: Number(row.held),
    paced: Number(row.paced),
    blocked: Number(row.blocked),
    refusedByLockout: Number(row.refused_by_lockout),
    counted: Number(row.counted),
    peaks: {
      tier_1: Number(row.peak_tier_1),
      tier_2: Number(row.peak_tier_2),
      tier_3: Number(row.peak_tier_3),
    },
  }))
}

type Row = Readonly<
  Record<
    | 'admitted'
    | 'held'
    | 'paced'
    | 'blocked'
    | 'refused_by_lockout'
    | 'counted'
    | 'peak_tier_1'
    | 'peak_tier_2'
    | 'peak_tier_3',
    string
  >
> & { readonly minute: Date }

// A minute may be partly rolled up and partly in the tail: its counts add up, its peaks do not.
const selectMinutes = `
WITH tail AS (
  SELECT date_trunc('minute', e.at) AS minute, d.verdict, d.reasons -> 0 ->> 'code' AS reason, d.counted,
    (d.counts ->> 'tier_1')::integer AS tier_1, (d.counts ->> 'tier_2')::integer AS tier_2,
    (d.counts ->> 'tier_3')::integer AS tier_3
  FROM event AS e
  CROSS JOIN LATERAL jsonb_to_record(e.body::jsonb)
    AS d (verdict text, counted boolean, reasons jsonb, counts jsonb)
  WHERE e.stream = $1 AND e.type = 'action_decided'
    AND e.seq > (SELECT coalesce((SELECT seq FROM velocity_watermark WHERE stream = $1), 0))
    AND e.seq >= (SELECT event_seq_at_or_after($1, $2))
), minutes AS (
  SELECT minute, admitted, held, paced, blocked, refused_by_lockout, counted, peak_tier_1, peak_tier_2, peak_tier_3
  FROM velocity_minute WHERE stream = $1 AND minute >= date_trunc('minute', $2::timestamptz)
  UNION ALL
  SELECT minute,
    count(*) FILTER (WHERE verdict = 'allow'),
    count(*) FILTER (WHERE verdict = 'needs_approval'),
    count(*) FILTER (WHERE verdict = 'blocked' AND reason = 'paced'),
    count(*) FILTER (WHERE verdict = 'blocked' AND reason NOT IN ('paced', 'lockout_enforced', 'stop_order')),
    count(*) FILTER (WHERE verdict = 'blocked' AND reason IN ('lockout_enforced', 'stop_order')),
    count(*) FILTER (WHERE counted), max(tier_1), max(tier_2), max(tier_3)
  FROM tail GROUP BY minute
)
SELECT minute, sum(admitted) AS admitted, sum(held) AS held, sum(paced) AS paced, sum(blocked) AS blocked,
  sum(refused_by_lockout) AS refused_by_lockout, sum(counted) AS counted, max(peak_tier_1) AS peak_tier_1,
  max(peak_tier_2) AS peak_tier_2, max(peak_tier_3) AS peak_tier_3
FROM minutes GROUP BY minute ORDER BY minute`
