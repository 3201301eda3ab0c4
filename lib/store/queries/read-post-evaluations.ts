import type { Pool } from 'pg'
import type { RecoveryBlock } from '../../engine/recovery/post-evaluation.ts'
import type { Stagnation } from '../../engine/recovery/stagnation.ts'

/** One evaluation without its samples. */
export interface EvaluationRecord {
  readonly no: string
  readonly evaluated_at: Date
  readonly due_at: Date | null
  readonly eligible: boolean
  readonly reason: string | null
  readonly score: number | null
  readonly intensity: string | null
  readonly action_type: string | null
  readonly episode: number | null
  readonly next_eligible_at: Date | null
  readonly stagnation: Stagnation | null
  readonly blocks: readonly RecoveryBlock[]
  readonly sample_count: number
  readonly policy_version: string | null
  /** Whether it planned an action. */
  readonly planned: boolean
}

/** The evaluations of a post in [sinceMs, ∞), newest first. */
export async function readPostEvaluations(
  pool: Pool,
  postNo: string,
  sinceMs: number,
  limit: number,
): Promise<readonly EvaluationRecord[]> {
  const { rows } = await pool.query<EvaluationRecord>(
    `SELECT ${columns} FROM evaluation WHERE post_no = $1 AND evaluated_at >= $2
     ORDER BY evaluated_at DESC, no DESC LIMIT $3`,
    [postNo, new Date(sinceMs), limit],
  )
  return rows
}

/** The evaluations of a post before one of them, newest first. */
export async function readEvaluationsBefore(
  pool: Pool,
  postNo: string,
  evaluationNo: string,
  limit: number,
): Promise<readonly EvaluationRecord[]> {
  const { rows } = await pool.query<EvaluationRecord>(
    `SELECT ${columns} FROM evaluation WHERE post_no = $1
        AND (evaluated_at, no) < (SELECT evaluated_at, no FROM evaluation WHERE post_no = $1 AND no = $2)
     ORDER BY evaluated_at DESC, no DESC LIMIT $3`,
    [postNo, evaluationNo, limit],
  )
  return rows
}

/** How many evaluations a post has had. */
export async function countPostEvaluations(pool: Pool, postNo: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM evaluation WHERE post_no = $1', [
    postNo,
  ])
  return Number(rows[0]?.count ?? 0)
}

/** When a post first was healthy after a time; null when it has not been since. */
export async function findFirstHealthy(pool: Pool, postNo: string, afterMs: number): Promise<number | null> {
  const { rows } = await pool.query<{ at: Date | null }>(
    `SELECT min(evaluated_at) AS at FROM evaluation WHERE post_no = $1 AND evaluated_at > $2 AND reason = 'healthy'`,
    [postNo, new Date(afterMs)],
  )
  return rows[0]?.at?.getTime() ?? null
}

/** When a post last was healthy before a time; null when it had not been. */
export async function findLastHealthy(pool: Pool, postNo: string, before: Date): Promise<number | null> {
  const { rows } = await pool.query<{ at: Date | null }>(
    `SELECT max(evaluated_at) AS at FROM evaluation WHERE post_no = $1 AND evaluated_at < $2 AND reason = 'healthy'`,
    [postNo, before],
  )
  return rows[0]?.at?.getTime() ?? null
}

/** What one evaluation looked at, as it was stored. */
export interface EvaluationInputs {
  readonly policyVersion: string | null
  readonly samples: readonly (readonly [number, number, number])[]
  readonly actions: readonly {
    readonly actionType: string
    readonly idempotencyKey: string
    readonly episode: number
    readonly status: string
    readonly firstAttemptAtMs: number | null
  }[]
  readonly accountDispatchesAtMs: readonly number[]
}

/** One evaluation of a post with its inputs; null when the post has none of this number. */
export async function findPostEvaluation(
  pool: Pool,
  postNo: string,
  evaluationNo: string,
): Promise<(EvaluationRecord & { readonly inputs: EvaluationInputs }) | null> {
  const { rows } = await pool.query<EvaluationRecord & { inputs: EvaluationInputs }>(
    `SELECT ${columns}, inputs FROM evaluation WHERE post_no = $1 AND no = $2`,
    [postNo, evaluationNo],
  )
  return rows[0] ?? null
}

const columns = `no, evaluated_at, due_at, eligible, reason, score, intensity, action_type, episode, next_eligible_at,
    inputs -> 'stagnation' AS stagnation, inputs -> 'blocks' AS blocks, (inputs ->> 'sampleCount')::int AS sample_count,
    inputs ->> 'policyVersion' AS policy_version,
    EXISTS (SELECT 1 FROM recovery_action WHERE evaluation_no = evaluation.no AND post_no = evaluation.post_no) AS planned`
