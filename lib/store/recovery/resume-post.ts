import type { Database } from '../database.ts'
import { appendFacts } from '../event-log/append-facts.ts'
import { pooledQuery } from '../event-log/load-streams.ts'
import { inTransaction } from './in-transaction.ts'
import { postSwitched } from './pause-post.ts'

/** A person's end of the pause that began at `pausedAtMs`. */
export interface PostResumption {
  readonly postNo: string
  readonly pausedAtMs: number
  readonly by: { readonly id: string; readonly name: string; readonly reason: string }
  readonly atMs: number
}

/** What a resumption came to. */
export type ResumedPost =
  | { readonly kind: 'resumed'; readonly accountId: string }
  /** Somebody ended that pause first. */
  | { readonly kind: 'not_paused' }
  /** Somebody ended that pause and somebody paused the post again. */
  | { readonly kind: 'paused_again'; readonly byName: string; readonly atMs: number }
  | { readonly kind: 'no_post' }

/** Ends one pause of a post, if it still is that pause, and makes the post due at once. */
export async function resumePost(
  database: Pick<Database, 'reads'>,
  { postNo, pausedAtMs, by, atMs }: PostResumption,
): Promise<ResumedPost> {
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<{
      account_id: string
      platform: string
      post_id: string
      paused_at: Date | null
      paused_by_name: string | null
    }>('SELECT account_id, platform, post_id, paused_at, paused_by_name FROM post WHERE no = $1 FOR UPDATE', [
      postNo,
    ])
    const post = rows[0]
    if (!post) return { kind: 'no_post' }
    if (post.paused_at === null) return { kind: 'not_paused' }
    if (post.paused_at.getTime() !== pausedAtMs) {
      return { kind: 'paused_again', byName: post.paused_by_name ?? '', atMs: post.paused_at.getTime() }
    }
    await client.query(
      `UPDATE post SET paused_at = NULL, paused_by_id = NULL, paused_by_name = NULL, paused_reason = NULL,
          next_evaluation_at = $2 WHERE no = $1`,
      [postNo, new Date(atMs)],
    )
    const named = { accountId: post.account_id, platform: post.platform, postId: post.post_id }
    await appendFacts(pooledQuery(client), [postSwitched('post_resumed', named, { by, atMs })])
    return { kind: 'resumed', accountId: post.account_id }
  })
}
