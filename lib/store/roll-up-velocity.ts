import type { Database } from './database.ts'

/** Events of one stream that one step rolls up. */
const stepEvents = 5000
const pageAccounts = 2000

/** Accounts after `afterId`, in order of id, whose log is longer than their roll-up; and where the next page begins. */
export async function findStale(
  database: Database,
  afterId: string,
): Promise<{ readonly streams: readonly string[]; readonly nextId: string | null }> {
  const { rows } = await database.reads.query<{ id: string; stream: string; is_stale: boolean }>(selectPage, [
    afterId,
    pageAccounts,
  ])
  return {
    streams: rows.filter((row) => row.is_stale).map((row) => row.stream),
    nextId: rows.length < pageAccounts ? null : (rows.at(-1)?.id ?? null),
  }
}

/**
 * Adds the next events of a stream to its minutes and moves its watermark, in one transaction. The watermark's row is
 * the lock: of several workers one does the step and the others find it done. Resolves to whether more is left.
 */
export async function rollUpStream(database: Database, stream: string): Promise<boolean> {
  const client = await database.reads.connect()
  try {
    await client.query('BEGIN')
    await client.query('INSERT INTO velocity_watermark (stream, seq) VALUES ($1, 0) ON CONFLICT DO NOTHING', [
      stream,
    ])
    const { rows } = await client.query<{ seq: string }>(
      'SELECT seq FROM velocity_watermark WHERE stream = $1 FOR UPDATE',
      [stream],
    )
    const from = Number(rows[0]?.seq ?? 0)
    // The end is fixed first: an event that comes between the statements belongs to the next step.
    const head = await client.query<{ seq: string }>(selectEnd, [stream, from, from + stepEvents])
    const to = Number(head.rows[0]?.seq ?? from)
    await client.query(addMinutes, [stream, from, to])
    await client.query('UPDATE velocity_watermark SET seq = $2 WHERE stream = $1', [stream, to])
    await client.query('COMMIT')
    return to === from + stepEvents
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

const selectPage = `
SELECT account.id, stream.name AS stream, COALESCE(head.seq, 0) > COALESCE(watermark.seq, 0) AS is_stale
FROM account
CROSS JOIN LATERAL (SELECT 'account:' || account.id AS name) AS stream
LEFT JOIN LATERAL (
  SELECT seq FROM event WHERE event.stream = stream.name ORDER BY seq DESC LIMIT 1
) AS head ON true
LEFT JOIN velocity_watermark AS watermark ON watermark.stream = stream.name
WHERE account.id > $1 ORDER BY account.id LIMIT $2`

// Only counting happens here; what a decision was is as it was recorded.
const addMinutes = `
INSERT INTO velocity_minute (stream, minute, admitted, held, paced, blocked, refused_by_lockout, counted,
  peak_tier_1, peak_tier_2, peak_tier_3)
SELECT $1, date_trunc('minute', at, 'UTC'),
  count(*) FILTER (WHERE outcome = 'admitted'), count(*) FILTER (WHERE outcome = 'held'),
  count(*) FILTER (WHERE outcome = 'paced'), count(*) FILTER (WHERE outcome = 'blocked'),
  count(*) FILTER (WHERE outcome = 'refused'), count(*) FILTER (WHERE counted),
  max(tier_1), max(tier_2), max(tier_3)
FROM (
  SELECT at, (body ->> 'counted')::boolean AS counted,
    (body -> 'counts' ->> 'tier_1')::int AS tier_1, (body -> 'counts' ->> 'tier_2')::int AS tier_2,
    (body -> 'counts' ->> 'tier_3')::int AS tier_3,
    CASE
      WHEN body ->> 'verdict' = 'allow' THEN 'admitted'
      WHEN body ->> 'verdict' = 'needs_approval' THEN 'held'
      WHEN body -> 'reasons' -> 0 ->> 'code' IN ('lockout_enforced', 'stop_order') THEN 'refused'
      WHEN body -> 'reasons' -> 0 ->> 'code' = 'paced' THEN 'paced'
      ELSE 'blocked'
    END AS outcome
  FROM (
    SELECT at, body::jsonb AS body FROM event
    WHERE stream = $1 AND seq > $2::bigint AND seq <= $3::bigint AND type = 'action_decided'
  ) AS decided
) AS attempt
GROUP BY 2
ON CONFLICT (stream, minute) DO UPDATE SET
  admitted = velocity_minute.admitted + excluded.admitted, held = velocity_minute.held + excluded.held,
  paced = velocity_minute.paced + excluded.paced, blocked = velocity_minute.blocked + excluded.blocked,
  refused_by_lockout = velocity_minute.refused_by_lockout + excluded.refused_by_lockout,
  counted = velocity_minute.counted + excluded.counted,
  peak_tier_1 = GREATEST(velocity_minute.peak_tier_1, excluded.peak_tier_1),
  peak_tier_2 = GREATEST(velocity_minute.peak_tier_2, excluded.peak_tier_2),
  peak_tier_3 = GREATEST(velocity_minute.peak_tier_3, excluded.peak_tier_3)`

const selectEnd = `
SELECT COALESCE(max(seq), $2::bigint) AS seq FROM event
WHERE stream = $1 AND seq > $2::bigint AND seq <= $3::bigint`
