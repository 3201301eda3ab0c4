import type { PoolClient } from 'pg'
import type { Intensity, RecoveryActionType } from '../../engine/policy/policy.ts'
import type { Proportion } from '../../engine/recovery/difference-interval.ts'
import type { MetricSample } from '../../engine/recovery/metric-sample.ts'

/** What an outcome is measured from: an action that happened, or a post that was held out. */
export interface StoredMeasurement {
  /** That planned the action, or at which the post was held out. */
  readonly evaluationNo: string
  readonly postNo: string
  readonly accountId: string
  /** Null when the account has no policy. */
  readonly policyVersion: string | null
  /** Null for a post that was held out. */
  readonly action: {
    readonly id: string
    readonly episode: number
    readonly actionType: RecoveryActionType
    readonly intensity: Intensity
  } | null
  readonly baseline: Proportion
  readonly evaluatedAtMs: number
  /** When the attempt that had the effect began, or the post was held out. */
  readonly actedAtMs: number
  /** The next attempt on the post that had an effect, or may have had one; null when there is none. */
  readonly next: { readonly atMs: number; readonly isInFlight: boolean } | null
}

/** The measurements of a post's actions that happened, newest first. */
export async function readMeasurements(
  client: Pick<PoolClient, 'query'>,
  postNo: string,
): Promise<readonly StoredMeasurement[]> {
  const actions = `SELECT * FROM recovery_action WHERE post_no = $1 AND status = 'succeeded'`
  const { rows } = await client.query<MeasurementRow>(
    `${selectMeasurements(ofActions(actions))} ORDER BY subject.acted_at DESC, subject.action_id DESC`,
    [postNo],
  )
  return rows.map(measurementOf)
}

/** Whether it is an action that is measured, or a post that was held out. */
export type MeasurementKind = 'action' | 'holdout'

/** Claims up to `limit` measurements that are not final and due for a look; those that another worker holds are passed over. */
export async function claimMeasurements(
  client: PoolClient,
  kind: MeasurementKind,
  nowMs: number,
  limit: number,
): Promise<readonly StoredMeasurement[]> {
  const { rows } = await client.query<MeasurementRow>(claims[kind], [new Date(nowMs), limit])
  return rows.map(measurementOf)
}

/** Sets when claimed measurements are looked at again. */
export async function lookAgain(
  client: PoolClient,
  kind: MeasurementKind,
  later: readonly { readonly evaluationNo: string; readonly atMs: number }[],
): Promise<void> {
  if (later.length === 0) return
  await client.query(
    `UPDATE ${tables[kind]} AS subject SET measure_at = given.at
     FROM unnest($1::bigint[], $2::timestamptz[]) AS given (no, at) WHERE subject.evaluation_no = given.no`,
    [later.map(({ evaluationNo }) => evaluationNo), later.map(({ atMs }) => new Date(atMs))],
  )
}

/** The samples of each measurement's post between two times, in the order received, in the order asked for. */
export async function readSamplesBetween(
  client: Pick<PoolClient, 'query'>,
  spans: readonly { readonly postNo: string; readonly fromMs: number; readonly toMs: number }[],
): Promise<readonly (readonly MetricSample[])[]> {
  const { rows } = await client.query<{ at: string[]; impressions: string[]; engagements: string[] }>(
    selectSamples,
    [
      spans.map(({ postNo }) => postNo),
      spans.map(({ fromMs }) => new Date(fromMs)),
      spans.map(({ toMs }) => new Date(toMs)),
    ],
  )
  return rows.map(({ at, impressions, engagements }) =>
    at.map((ms, index) => ({
      capturedAtMs: Number(ms),
      impressions: Number(impressions[index]),
      engagements: Number(engagements[index]),
    })),
  )
}

/** Rows of actions as subjects of a measurement. */
function ofActions(actions: string): string {
  return `
SELECT action.evaluation_no, action.post_no, action.id AS action_id, action.episode, action.action_type,
    action.intensity, action.baseline_impressions, action.baseline_engagements, evaluation.evaluated_at,
    COALESCE(began.at, action.reserved_at) AS acted_at
FROM (${actions}) AS action
JOIN evaluation ON evaluation.no = action.evaluation_no
CROSS JOIN LATERAL (
    SELECT max(at) AS at FROM recovery_step WHERE action_id = action.id AND status = 'running'
) AS began`
}

/** What may have had an effect ends the follow-up from when its newest attempt began. */
function selectMeasurements(subjects: string): string {
  return `
SELECT subject.*, post.account_id, account.policy_version, next.at AS next_at, next.in_flight
FROM (${subjects}) AS subject
JOIN post ON post.no = subject.post_no
JOIN account ON account.id = post.account_id
LEFT JOIN LATERAL (
    SELECT began.at, other.status IN ('running', 'unknown') AS in_flight
    FROM recovery_action AS other
    CROSS JOIN LATERAL (
        SELECT max(at) AS at FROM recovery_step WHERE action_id = other.id AND status = 'running'
    ) AS began
    WHERE other.post_no = subject.post_no AND other.id IS DISTINCT FROM subject.action_id
        AND other.status IN ('succeeded', 'running', 'unknown', 'needs_human') AND began.at >= subject.acted_at
    ORDER BY began.at LIMIT 1
) AS next ON true`
}

/** What is measured, by kind. */
export const tables: Readonly<Record<MeasurementKind, string>> = {
  action: 'recovery_action',
  holdout: 'holdout_start',
}

const dueForLook = `COALESCE(measure_at, '-infinity') <= $1 ORDER BY COALESCE(measure_at, '-infinity')
    LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`

const claims: Readonly<Record<MeasurementKind, string>> = {
  action: `
WITH claimed AS (SELECT * FROM recovery_action WHERE status = 'succeeded' AND NOT measured AND ${dueForLook})
${selectMeasurements(ofActions('SELECT * FROM claimed'))}`,
  holdout: `
WITH claimed AS (SELECT * FROM holdout_start WHERE NOT measured AND ${dueForLook})
${selectMeasurements(`
SELECT evaluation_no, post_no, NULL AS action_id, NULL::int AS episode, NULL AS action_type, NULL AS intensity,
    baseline_impressions, baseline_engagements, started_at AS evaluated_at, started_at AS acted_at
FROM claimed`)}`,
}

const selectSamples = `
SELECT COALESCE(array_agg((extract(epoch FROM captured_at) * 1000)::bigint::text ORDER BY received)
        FILTER (WHERE received IS NOT NULL), '{}') AS at,
    COALESCE(array_agg(impressions::text ORDER BY received) FILTER (WHERE received IS NOT NULL), '{}') AS impressions,
    COALESCE(array_agg(engagements::text ORDER BY received) FILTER (WHERE received IS NOT NULL), '{}') AS engagements
FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY AS span (no, from_at, to_at, place)
LEFT JOIN metric_sample ON post_no = span.no AND captured_at BETWEEN span.from_at AND span.to_at
GROUP BY place ORDER BY place`

interface MeasurementRow {
  evaluation_no: string
  post_no: string
  account_id: string
  policy_version: string | null
  action_id: string | null
  episode: number | null
  action_type: RecoveryActionType | null
  intensity: Intensity | null
  baseline_impressions: string
  baseline_engagements: string
  evaluated_at: Date
  acted_at: Date
  next_at: Date | null
  in_flight: boolean | null
}

function measurementOf(row: MeasurementRow): StoredMeasurement {
  const { action_id: id, episode, action_type: actionType, intensity } = row
  return {
    evaluationNo: row.evaluation_no,
    postNo: row.post_no,
    accountId: row.account_id,
    policyVersion: row.policy_version,
    action:
      id !== null && episode !== null && actionType !== null && intensity !== null
        ? { id, episode, actionType, intensity }
        : null,
    baseline: { count: Number(row.baseline_engagements), of: Number(row.baseline_impressions) },
    evaluatedAtMs: row.evaluated_at.getTime(),
    actedAtMs: row.acted_at.getTime(),
    next: row.next_at && { atMs: row.next_at.getTime(), isInFlight: row.in_flight === true },
  }
}
