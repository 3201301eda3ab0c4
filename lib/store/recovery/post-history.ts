import type { PoolClient } from 'pg'
import type { RecoveryActionType } from '../../engine/policy/policy.ts'
import type { ActionLife } from '../../engine/recovery/action-life.ts'
import type { MetricSample } from '../../engine/recovery/metric-sample.ts'
import type { Intensity } from '../../engine/policy/policy.ts'

/** An earlier recovery action of a post. */
export interface StoredAction {
  readonly actionType: RecoveryActionType
  readonly intensity: Intensity
  readonly episode: number
  readonly idempotencyKey: string
  readonly life: ActionLife
}

/** The samples of posts since a time, in the order received; posts without any are left out. */
export async function readSamples(
  client: Pick<PoolClient, 'query'>,
  postNos: readonly string[],
  sinceMs: number,
): Promise<ReadonlyMap<string, readonly MetricSample[]>> {
  // One row a post: two million rows of samples would cost more to parse than to evaluate.
  const { rows } = await client.query<{
    post_no: string
    at: string[]
    impressions: string[]
    engagements: string[]
  }>(
    `SELECT post_no, array_agg((extract(epoch FROM captured_at) * 1000)::bigint::text ORDER BY received) AS at,
        array_agg(impressions::text ORDER BY received) AS impressions,
        array_agg(engagements::text ORDER BY received) AS engagements
     FROM metric_sample WHERE post_no = ANY($1::bigint[]) AND captured_at >= $2 GROUP BY post_no`,
    [postNos, new Date(sinceMs)],
  )
  return new Map(
    rows.map(({ post_no, at, impressions, engagements }) => [
      post_no,
      at.map((ms, index) => ({
        capturedAtMs: Number(ms),
        impressions: Number(impressions[index]),
        engagements: Number(engagements[index]),
      })),
    ]),
  )
}

/** The recovery actions of posts, oldest first. */
export async function readActions(
  client: Pick<PoolClient, 'query'>,
  postNos: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredAction[]>> {
  const { rows } = await client.query<{
    post_no: string
    action_type: RecoveryActionType
    intensity: Intensity
    episode: number
    idempotency_key: string
    life: ActionLife
  }>(
    `SELECT post_no, action_type, intensity, episode, idempotency_key, life FROM recovery_action
     WHERE post_no = ANY($1::bigint[]) ORDER BY reserved_at, id`,
    [postNos],
  )
  const found = new Map<string, StoredAction[]>()
  for (const { post_no, action_type, idempotency_key, ...row } of rows) {
    const own = found.get(post_no) ?? []
    own.push({ ...row, actionType: action_type, idempotencyKey: idempotency_key })
    found.set(post_no, own)
  }
  return found
}

/** The lives of an account's actions that may still count to its budget: dispatched since, or not over. */
export async function readAccountActions(
  client: Pick<PoolClient, 'query'>,
  accountId: string,
  sinceMs: number,
): Promise<readonly ActionLife[]> {
  const { rows } = await client.query<{ life: ActionLife }>(
    `SELECT life FROM recovery_action WHERE account_id = $1
     AND (first_attempt_at >= $2 OR (first_attempt_at IS NULL AND status <> 'cancelled'))`,
    [accountId, new Date(sinceMs)],
  )
  return rows.map(({ life }) => life)
}

/** Holds the planning of an account's recovery actions until the transaction ends. */
export async function lockPlanning(client: Pick<PoolClient, 'query'>, accountId: string): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('recovery:' || $1, 0))`, [accountId])
}
