import type { PoolClient } from 'pg'
import type { Database } from '../database.ts'
import { inTransaction } from './in-transaction.ts'
import { type NamedPost, knownPosts } from './known-posts.ts'

/** How long a post is watched after it became known or was asked for again, in ms: 30 days. */
const watchMs = 30 * 24 * 3_600_000

/** Watches posts from now on, known or not; whose watch was over, it begins again. */
export async function saveWatches(
  database: Pick<Database, 'reads'>,
  posts: readonly NamedPost[],
  nowMs: number,
): Promise<void> {
  if (posts.length === 0) return
  await inTransaction(database, async (client) => {
    const known = await knownPosts(client, posts, nowMs)
    await client.query(`${addWatches} ON CONFLICT (post_no) DO UPDATE SET ${extended}`, [
      [...known.values()].map(({ no }) => no),
      ...times(nowMs),
    ])
  })
}

/** Watches posts that became known by a sample; a watch that there is, over or not, stays as it is. */
export async function watchSampled(
  client: Pick<PoolClient, 'query'>,
  postNos: readonly string[],
  nowMs: number,
): Promise<void> {
  await client.query(`${addWatches} ON CONFLICT (post_no) DO NOTHING`, [postNos, ...times(nowMs)])
}

/** Makes every post that is watched through a connection due at once, whoever is asking for it just now. */
export async function makeWatchesDue(
  client: Pick<PoolClient, 'query'>,
  { accountId, platform }: { readonly accountId: string; readonly platform: string },
  nowMs: number,
): Promise<void> {
  await client.query(allDue, [accountId, platform, new Date(nowMs)])
}

function times(nowMs: number): readonly Date[] {
  return [new Date(nowMs), new Date(nowMs + watchMs)]
}

const addWatches = `
INSERT INTO post_watch (post_no, account_id, platform, next_fetch_at, watched_until)
SELECT no, account_id, platform, $2::timestamptz, $3::timestamptz FROM post WHERE no = ANY($1::bigint[]) ORDER BY no`

/** A post that is watched already keeps its turn, or the two would ask for it twice. */
const extended = `watched_until = excluded.watched_until,
    next_fetch_at = COALESCE(post_watch.next_fetch_at, excluded.next_fetch_at)`

const allDue = `
WITH later AS (
    SELECT post_no FROM post_watch WHERE account_id = $1 AND platform = $2 AND next_fetch_at > $3
    ORDER BY post_no FOR UPDATE
)
UPDATE post_watch AS watch SET next_fetch_at = $3 FROM later WHERE watch.post_no = later.post_no`
