import type { PoolClient } from 'pg'
import type { Proportion } from '../../engine/recovery/difference-interval.ts'

/** An evaluation by which a post was held out. */
export interface HeldOutEvaluation {
  readonly evaluationNo: string
  readonly postNo: string
  readonly evaluatedAtMs: number
  readonly baseline: Proportion
  /** When its newest episode began: held out, or treated under an earlier policy; null when it had none. */
  readonly lastStartAtMs: number | null
}

/** The evaluations that just held out some of these posts; the caller holds the posts. */
export async function readHeldOutEvaluations(
  client: PoolClient,
  postNos: readonly string[],
  evaluatedAtMs: number,
): Promise<readonly HeldOutEvaluation[]> {
  const { rows } = await client.query<{
    no: string
    post_no: string
    engagements: number
    impressions: number
    last_start_at: Date | null
  }>(selectHeldOut, [postNos, new Date(evaluatedAtMs)])
  return rows.map(({ no, post_no, engagements, impressions, last_start_at }) => ({
    evaluationNo: no,
    postNo: post_no,
    evaluatedAtMs,
    baseline: { count: engagements, of: impressions },
    lastStartAtMs: last_start_at?.getTime() ?? null,
  }))
}

/** Keeps at which evaluations posts would have been treated. */
export async function addHoldoutStarts(
  client: PoolClient,
  starts: readonly HeldOutEvaluation[],
): Promise<void> {
  if (starts.length === 0) return
  await client.query(
    `INSERT INTO holdout_start (evaluation_no, post_no, started_at, baseline_impressions, baseline_engagements)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::bigint[])`,
    [
      starts.map(({ evaluationNo }) => evaluationNo),
      starts.map(({ postNo }) => postNo),
      starts.map(({ evaluatedAtMs }) => new Date(evaluatedAtMs)),
      starts.map(({ baseline }) => baseline.of),
      starts.map(({ baseline }) => baseline.count),
    ],
  )
}

const selectHeldOut = `
SELECT latest.no, post.no AS post_no, GREATEST(
        (SELECT max(started_at) FROM holdout_start WHERE post_no = post.no),
        (SELECT max(first_attempt_at) FROM recovery_action WHERE post_no = post.no AND status NOT IN ('failed', 'cancelled'))
    ) AS last_start_at,
    (latest.inputs -> 'stagnation' ->> 'newEngagements')::float8 AS engagements,
    (latest.inputs -> 'stagnation' ->> 'newImpressions')::float8 AS impressions
FROM post CROSS JOIN LATERAL (
    SELECT * FROM evaluation WHERE post_no = post.no AND evaluated_at = $2 ORDER BY no DESC LIMIT 1
) AS latest
WHERE post.no = ANY($1::bigint[]) AND post.held_out AND latest.eligible`
