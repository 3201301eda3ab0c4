import type { Database } from './database.ts'

/** Streams of one step, and events of each: enough to be quick, few enough to leave the database to the gate. */
export const stepStreams = 100
const stepEvents = 1000
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
 * Adds the next events of up to `stepStreams` streams to their minutes and moves their watermarks, in one transaction.
 * A watermark's row is the lock: of several workers one does the step and the others find it done. Resolves to those
 * streams that have more.
 */
export async function rollUpStreams(
  database: Database,
  streams: readonly string[],
): Promise<readonly string[]> {
  const client = await database.reads.connect()
  // One order everywhere, so that two workers never wait for each other crosswise.
  const sorted = [...streams].sort()
  try {
    await client.query('BEGIN')
    await client.query(addWatermarks, [sorted])
    // The ends are fixed first: an event that comes between the statements belongs to the next step.
    const { rows } = await client.query<StepRow>(lockStep, [sorted, stepEvents])
    const spans = [rows.map((row) => row.stream), rows.map((row) => row.from), rows.map((row) => row.to)]
    await client.query(addMinutes, spans)
    await client.query(moveWatermarks, [spans[0], spans[2]])
    await client.query('COMMIT')
    return rows.filter(({ from, to }) => Number(to) - Number(from) === stepEvents).map(({ stream }) => stream)
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

interface StepRow {
  readonly stream: string
  readonly from: string
  readonly to: string
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
SELECT stream, date_trunc('minute', at, 'UTC'),
  count(*) FILTER (WHERE outcome = 'admitted'), count(*) FILTER (WHERE outcome = 'held'),
  count(*) FILTER (WHERE outcome = 'paced'), count(*) FILTER (WHERE outcome = 'blocked'),
  count(*) FILTER (WHERE outcome = 'refused'), count(*) FILTER (WHERE counted),
  max(tier_1), max(tier_2), max(tier_3)
FROM (
  SELECT stream, at, (body ->> 'counted')::boolean AS counted,
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
    SELECT event.stream, at, body::jsonb AS body
    FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS span (stream, after, upto)
    JOIN event ON event.stream = span.stream AND seq > span.after AND seq <= span.upto
    WHERE type = 'action_decided'
  ) AS decided
) AS attempt
GROUP BY 1, 2
ORDER BY 1, 2
ON CONFLICT (stream, minute) DO UPDATE SET
  admitted = velocity_minute.admitted + excluded.admitted, held = velocity_minute.held + excluded.held,
  paced = velocity_minute.paced + excluded.paced, blocked = velocity_minute.blocked + excluded.blocked,
  refused_by_lockout = velocity_minute.refused_by_lockout + excluded.refused_by_lockout,
  counted = velocity_minute.counted + excluded.counted,
  peak_tier_1 = GREATEST(velocity_minute.peak_tier_1, excluded.peak_tier_1),
  peak_tier_2 = GREATEST(velocity_minute.peak_tier_2, excluded.peak_tier_2),
  peak_tier_3 = GREATEST(velocity_minute.peak_tier_3, excluded.peak_tier_3)`

const addWatermarks = `
INSERT INTO velocity_watermark (stream, seq) SELECT stream, 0 FROM unnest($1::text[]) AS asked (stream)
ON CONFLICT DO NOTHING`

const lockStep = `
SELECT watermark.stream, watermark.seq AS from, GREATEST(watermark.seq, COALESCE(head.seq, 0)) AS to
FROM (
  SELECT stream, seq FROM velocity_watermark WHERE stream = ANY($1::text[]) ORDER BY stream FOR UPDATE
) AS watermark
LEFT JOIN LATERAL (
  SELECT max(seq) AS seq FROM event
  WHERE event.stream = watermark.stream AND event.seq > watermark.seq AND event.seq <= watermark.seq + $2::bigint
) AS head ON true`

const moveWatermarks = `
UPDATE velocity_watermark SET seq = span.upto FROM unnest($1::text[], $2::bigint[]) AS span (stream, upto)
WHERE velocity_watermark.stream = span.stream`
