import type { StoreClient } from './in-transaction.ts'

/** A post by the names that people and platforms give it. */
export interface NamedPost {
  readonly accountId: string
  readonly platform: string
  readonly postId: string
  readonly title: string | null
}

/** A post's row, with its newest sample. */
export interface KnownPost {
  readonly no: string
  readonly last_sample_at: Date | null
  readonly impressions: string | null
  readonly engagements: string | null
}

/** The rows of posts by `postKey`; those that are new are added, and a title that is given replaces the one known. */
export async function knownPosts(
  client: StoreClient,
  named: readonly NamedPost[],
  nowMs: number,
): Promise<ReadonlyMap<string, KnownPost>> {
  const distinct = new Map<string, NamedPost>()
  for (const post of named) {
    const key = postKey(post)
    if (post.title !== null || !distinct.has(key)) distinct.set(key, post)
  }
  const posts = [...distinct.values()].sort((a, b) => (postKey(a) < postKey(b) ? -1 : 1))
  const { rows } = await client.query<KnownPost & { account_id: string; platform: string; post_id: string }>(
    addPosts,
    [
      posts.map(({ accountId }) => accountId),
      posts.map(({ platform }) => platform),
      posts.map(({ postId }) => postId),
      posts.map(({ title }) => title),
      new Date(nowMs),
    ],
  )
  return new Map(
    rows.map(({ account_id: accountId, platform, post_id: postId, ...post }) => [
      postKey({ accountId, platform, postId }),
      post,
    ]),
  )
}

/** One text for each post, whatever its names hold. */
export function postKey({ accountId, platform, postId }: Omit<NamedPost, 'title'>): string {
  return JSON.stringify([accountId, platform, postId])
}

/** In one order everywhere, so that two requests never wait for each other crosswise. Always answers with the row. */
const addPosts = `
INSERT INTO post (account_id, platform, post_id, title, created_at)
SELECT account_id, platform, post_id, title, $5::timestamptz
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS given (account_id, platform, post_id, title)
ON CONFLICT (account_id, platform, post_id) DO UPDATE SET title = COALESCE(excluded.title, post.title)
RETURNING no, account_id, platform, post_id, last_sample_at, impressions, engagements`
