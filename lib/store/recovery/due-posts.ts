import type { PoolClient } from 'pg'

/** A post to evaluate, with what its row knows. Held by the transaction that claimed it. */
export interface ClaimedPost {
  readonly no: string
  readonly accountId: string
  readonly platform: string
  readonly postId: string
  readonly title: string | null
  /** The schedule's time; null on demand. */
  readonly dueAtMs: number | null
  readonly lastHealthyAtMs: number | null
  readonly lastSampleAtMs: number | null
  readonly lockoutId: string | null
  /** Null when the account has no policy. */
  readonly policyVersion: string | null
  /** The connector of its connection; null when the account has none there. */
  readonly connector: string | null
  /** Null unless a person has paused recovery of it; a paused post is never due. */
  readonly paused: { readonly byName: string; readonly atMs: number } | null
}

/**
 * Claims up to `limit` posts that are due, oldest first; those that another worker holds are passed over. They stay
 * due unless the transaction reschedules them.
 */
export async function claimDuePosts(
  client: PoolClient,
  nowMs: number,
  limit: number,
): Promise<ClaimedPost[]> {
  const { rows } = await client.query<PostRow>(
    `${selectPost} WHERE post.next_evaluation_at <= $1
     ORDER BY post.next_evaluation_at LIMIT $2 FOR UPDATE OF post SKIP LOCKED`,
    [new Date(nowMs), limit],
  )
  return rows.map((row) => postOf(row, row.due_at))
}

/** Claims one post whether or not it is due, waiting for whoever holds it; null when there is none. */
export async function claimPost(client: PoolClient, no: string): Promise<ClaimedPost | null> {
  const { rows } = await client.query<PostRow>(`${selectPost} WHERE post.no = $1 FOR UPDATE OF post`, [no])
  return rows[0] ? postOf(rows[0], null) : null
}

const selectPost = `
SELECT post.no, post.account_id, post.platform, post.post_id, post.title, post.next_evaluation_at AS due_at,
    post.last_healthy_at, post.last_sample_at, account.lockout_id, account.policy_version, connection.connector,
    post.paused_at, post.paused_by_name
FROM post JOIN account ON account.id = post.account_id
LEFT JOIN connection ON connection.account_id = post.account_id AND connection.platform = post.platform`

interface PostRow {
  no: string
  account_id: string
  platform: string
  post_id: string
  title: string | null
  due_at: Date | null
  last_healthy_at: Date | null
  last_sample_at: Date | null
  lockout_id: string | null
  policy_version: string | null
  connector: string | null
  paused_at: Date | null
  paused_by_name: string | null
}

function postOf(row: PostRow, dueAt: Date | null): ClaimedPost {
  return {
    no: row.no,
    accountId: row.account_id,
    platform: row.platform,
    postId: row.post_id,
    title: row.title,
    dueAtMs: dueAt?.getTime() ?? null,
    lastHealthyAtMs: row.last_healthy_at?.getTime() ?? null,
    lastSampleAtMs: row.last_sample_at?.getTime() ?? null,
    lockoutId: row.lockout_id,
    policyVersion: row.policy_version,
    connector: row.connector,
    paused: row.paused_at && { byName: row.paused_by_name ?? '', atMs: row.paused_at.getTime() },
  }
}
