import type { Pool } from 'pg'
import type { Intensity, RecoveryActionType } from '../../engine/policy/policy.ts'
import type { ActionLife } from '../../engine/recovery/action-life.ts'
import type { RecoveryStatus } from '../../engine/recovery/recovery-action.ts'

/** A recovery action of a post with every state that it entered. */
export interface PostActionRecord {
  readonly id: string
  readonly action_type: RecoveryActionType
  readonly intensity: Intensity
  readonly episode: number
  readonly idempotency_key: string
  readonly text: string
  readonly status: RecoveryStatus
  readonly life: ActionLife
  readonly version: number
  readonly evaluation_no: string
  readonly reserved_at: Date
  readonly first_attempt_at: Date | null
  readonly lockout_id: string | null
  readonly settled_by_name: string | null
  readonly settled_reason: string | null
  readonly steps: readonly ActionStepRecord[]
}

/** One state that an action entered. */
export interface ActionStepRecord {
  readonly n: number
  readonly status: RecoveryStatus
  readonly atMs: number
  readonly attempt: number
  readonly cause: string | null
  readonly reference: string | null
}

/** The recovery actions of a post, newest first. */
export async function readPostActions(
  pool: Pool,
  postNo: string,
  limit: number,
): Promise<readonly PostActionRecord[]> {
  const { rows } = await pool.query<PostActionRecord>(
    `SELECT id, action_type, intensity, episode, idempotency_key, text, status, life, version, evaluation_no,
        reserved_at, first_attempt_at, lockout_id, settled_by_name, settled_reason,
        (SELECT json_agg(json_build_object('n', n, 'status', step.status,
            'atMs', (extract(epoch FROM at) * 1000)::bigint, 'attempt', attempt, 'cause', cause,
            'reference', reference) ORDER BY n)
         FROM recovery_step AS step WHERE action_id = recovery_action.id) AS steps
     FROM recovery_action WHERE post_no = $1 ORDER BY reserved_at DESC, id DESC LIMIT $2`,
    [postNo, limit],
  )
  return rows
}
