import type { Pool } from 'pg'

/** A post as its own page shows it. */
export interface RecoveryPostRecord {
  readonly no: string
  readonly account_id: string
  readonly handle: string
  readonly platform: string
  readonly post_id: string
  readonly title: string | null
  readonly connector: string | null
  readonly state: string
  readonly score: number | null
  readonly intensity: string | null
  readonly evaluated_at: Date | null
  readonly next_evaluation_at: Date | null
  readonly next_eligible_at: Date | null
  readonly last_healthy_at: Date | null
  readonly held_out: boolean
  readonly last_sample_at: Date | null
  readonly impressions: string | null
  readonly engagements: string | null
  readonly paused_at: Date | null
  readonly paused_by_id: string | null
  readonly paused_by_name: string | null
  readonly paused_reason: string | null
}

/** One post; null when there is none of this number. */
export async function findRecoveryPost(pool: Pool, postNo: string): Promise<RecoveryPostRecord | null> {
  const { rows } = await pool.query<RecoveryPostRecord>(
    `SELECT post.*, account.handle, connection.connector FROM post
     JOIN account ON account.id = post.account_id
     LEFT JOIN connection ON connection.account_id = post.account_id AND connection.platform = post.platform
     WHERE post.no = $1`,
    [postNo],
  )
  return rows[0] ?? null
}
