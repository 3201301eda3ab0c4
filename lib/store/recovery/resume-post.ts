import type { PostSwitched } from '../../engine/guard/fact-events.ts'
import type { Database } from '../database.ts'
import { appendFacts } from '../event-log/append-facts.ts'
import { accountStream } from '../event-log/event-row.ts'
import { pooledQuery } from '../event-log/load-streams.ts'
import { inTransaction, type StoreClient } from './in-transaction.ts'
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
  /** Somebody ended that pause first; null when the log does not say who. */
  | {
      readonly kind: 'not_paused'
      readonly ended: { readonly byName: string; readonly atMs: number } | null
    }
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
    if (post.paused_at === null) {
      const stream = accountStream(post.account_id)
      return { kind: 'not_paused', ended: await findResumption(client, stream, post, pausedAtMs) }
    }
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

/** Who ended the pause that began at `pausedAtMs`, from the account's log. */
async function findResumption(
  client: StoreClient,
  stream: string,
  { platform, post_id }: { readonly platform: string; readonly post_id: string },
  pausedAtMs: number,
) {
  const { rows } = await client.query<{ at: Date; body: string }>(
    `SELECT at, body FROM event WHERE stream = $1 AND seq >= (SELECT event_seq_at_or_after($1, $2))
        AND type <> 'action_decided' AND type = 'post_resumed'
        AND body::jsonb ->> 'platform' = $3 AND body::jsonb ->> 'postId' = $4
     ORDER BY seq LIMIT 1`,
    [stream, new Date(pausedAtMs), platform, post_id],
  )
  const first = rows[0]
  if (!first) return null
  const { by } = JSON.parse(first.body) as PostSwitched
  return { byName: by.name, atMs: first.at.getTime() }
}
