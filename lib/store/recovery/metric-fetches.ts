import type { Database } from '../database.ts'
import { inTransaction, type StoreClient } from './in-transaction.ts'

/** One request for metrics that a worker has taken upon itself: a connection's turn, and the posts that are due. */
export interface ClaimedFetch {
  readonly accountId: string
  readonly platform: string
  /** Null when the account has no policy. */
  readonly policyVersion: string | null
  /** Failures in a row before this request. */
  readonly failures: number
  /** Until then nobody else asks for these posts, nor anything of this connection. Names the claim. */
  readonly leaseEndsAtMs: number
  readonly posts: readonly FetchedPost[]
}

export interface FetchedPost {
  readonly no: string
  readonly postId: string
  /** When its newest sample was taken; before the first, when it became known. */
  readonly lastSeenAtMs: number
}

/** How much a worker claims, and for how long. */
export interface FetchClaim {
  readonly nowMs: number
  readonly leaseMs: number
  readonly maxPosts: number
  /** Passes connections over whose last request failed. */
  readonly answeringOnly: boolean
}

/**
 * Claims the connection that has waited longest of those whose turn it is and that have a post due, with those posts;
 * null when there is none. Of several workers each gets another connection.
 */
export async function claimFetch(
  database: Pick<Database, 'reads'>,
  { nowMs, leaseMs, maxPosts, answeringOnly }: FetchClaim,
): Promise<ClaimedFetch | null> {
  const [now, leaseEnds] = [new Date(nowMs), new Date(nowMs + leaseMs)]
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<ConnectionRow>(claimConnection, [now, leaseEnds, answeringOnly])
    const connection = rows[0]
    if (!connection) return null
    const { account_id: accountId, platform, policy_version: policyVersion, fetch_failures } = connection
    const posts = await client.query<PostRow>(claimPosts, [accountId, platform, now, maxPosts, leaseEnds])
    return {
      accountId,
      platform,
      policyVersion,
      failures: fetch_failures,
      leaseEndsAtMs: leaseEnds.getTime(),
      posts: posts.rows.map((row) => ({
        no: row.no,
        postId: row.post_id,
        lastSeenAtMs: row.last_seen_at.getTime(),
      })),
    }
  })
}

/** What a request for metrics came to. */
export interface FetchResult {
  readonly atMs: number
  /** Before it the connection is not asked again. */
  readonly connectionNextAtMs: number
  /** When each post is due next; one whose watch is over by then is not fetched any more. */
  readonly postsNextAtMs: readonly { readonly no: string; readonly atMs: number }[]
  /** Why there was no answer; null when there was one. */
  readonly errorCode: string | null
}

/** Writes down what a claimed request came to; nothing of a claim whose lease ran out and that is somebody else's. */
export async function settleFetch(
  database: Pick<Database, 'reads'>,
  claim: ClaimedFetch,
  { atMs, connectionNextAtMs, postsNextAtMs, errorCode }: FetchResult,
): Promise<void> {
  const lease = new Date(claim.leaseEndsAtMs)
  const nos = postsNextAtMs.map(({ no }) => no)
  await inTransaction(database, async (client) => {
    await client.query(errorCode === null ? succeed : fail, [
      claim.accountId,
      claim.platform,
      lease,
      new Date(connectionNextAtMs),
      new Date(atMs),
      ...(errorCode === null ? [] : [errorCode]),
    ])
    await lockWatches(client, nos)
    await client.query(movePosts, [nos, postsNextAtMs.map((post) => new Date(post.atMs)), lease])
  })
}

/** In one order everywhere, so that nobody waits for another crosswise. */
async function lockWatches(client: StoreClient, nos: readonly string[]): Promise<void> {
  await client.query('SELECT FROM post_watch WHERE post_no = ANY($1::bigint[]) ORDER BY post_no FOR UPDATE', [
    nos,
  ])
}

interface ConnectionRow {
  readonly account_id: string
  readonly platform: string
  readonly policy_version: string | null
  readonly fetch_failures: number
}

interface PostRow {
  readonly no: string
  readonly post_id: string
  readonly last_seen_at: Date
}

const claimConnection = `
UPDATE connection SET next_fetch_at = $2 FROM account
WHERE account.id = connection.account_id AND (connection.account_id, connection.platform) = (
    SELECT due.account_id, due.platform FROM connection AS due
    WHERE due.next_fetch_at <= $1 AND NOT ($3 AND due.fetch_failures > 0) AND EXISTS (
        SELECT FROM post_watch AS watch
        WHERE watch.account_id = due.account_id AND watch.platform = due.platform AND watch.next_fetch_at <= $1
    )
    ORDER BY due.next_fetch_at LIMIT 1 FOR UPDATE OF due SKIP LOCKED
)
RETURNING connection.account_id, connection.platform, account.policy_version, connection.fetch_failures`

const claimPosts = `
WITH due AS (
    SELECT post_no FROM post_watch WHERE account_id = $1 AND platform = $2 AND next_fetch_at <= $3
    ORDER BY next_fetch_at, post_no LIMIT $4 FOR UPDATE SKIP LOCKED
)
UPDATE post_watch AS watch SET next_fetch_at = $5
FROM due JOIN post ON post.no = due.post_no WHERE watch.post_no = due.post_no
RETURNING post.no, post.post_id, GREATEST(post.created_at, post.last_sample_at) AS last_seen_at`

const ofClaim = 'WHERE account_id = $1 AND platform = $2 AND next_fetch_at = $3'

const succeed = `UPDATE connection SET next_fetch_at = $4, fetched_at = $5, fetch_failures = 0 ${ofClaim}`

const fail = `
UPDATE connection SET next_fetch_at = $4, fetch_failed_at = $5, fetch_error = $6,
    fetch_failures = fetch_failures + 1 ${ofClaim}`

const movePosts = `
UPDATE post_watch AS watch SET next_fetch_at = CASE WHEN given.at <= watch.watched_until THEN given.at END
FROM unnest($1::bigint[], $2::timestamptz[]) AS given (no, at)
WHERE watch.post_no = given.no AND watch.next_fetch_at = $3`
