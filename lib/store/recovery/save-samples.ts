import type { Database } from '../database.ts'
import { assert } from '../../shared/assert.ts'
import { inTransaction, type StoreClient } from './in-transaction.ts'

/** A sample to keep, and the place by which the caller knows it. */
export interface NewSample {
  readonly accountId: string
  readonly platform: string
  readonly postId: string
  readonly title: string | null
  readonly capturedAtMs: number
  readonly impressions: number
  readonly engagements: number
}

/** What became of a sample, in the order given. */
export type SavedSample = 'accepted' | 'correction' | 'falling' | 'late' | 'duplicate'

/**
 * Keeps samples, with their posts, in one transaction; a sample that is there already changes nothing. A new sample
 * makes its post due: at once, or a minute after its last evaluation.
 */
export async function saveSamples(
  database: Pick<Database, 'reads'>,
  samples: readonly NewSample[],
  nowMs: number,
): Promise<readonly SavedSample[]> {
  if (samples.length === 0) return []
  return inTransaction(database, async (client) => {
    const posts = await knownPosts(client, samples, nowMs)
    const given = samples.map((sample) => {
      const post = posts.get(postKey(sample))
      assert(post !== undefined, 'the post of a sample was added')
      return { ...sample, post }
    })
    const columns = [
      given.map(({ post }) => post.no),
      given.map(({ capturedAtMs }) => new Date(capturedAtMs)),
      given.map(({ impressions }) => impressions),
      given.map(({ engagements }) => engagements),
    ]
    const before = await client.query<SampleRow>(readTimes, columns.slice(0, 2))
    const times = new Set(before.rows.map(timeKey))
    const added = await client.query<SampleRow>(addSamples, columns)
    const fresh = new Set(added.rows.map((row) => sampleKey(timeKey(row), row)))
    await client.query(touchPosts, [[...new Set(given.map(({ post }) => post.no))], new Date(nowMs)])
    return given.map(({ post, ...sample }) => {
      const time = timeKey({ post_no: post.no, captured_at: new Date(sample.capturedAtMs) })
      // Of equal samples in one request the first is the new one.
      if (!fresh.delete(sampleKey(time, sample))) return 'duplicate'
      return times.has(time) ? 'correction' : comparedWith(post, sample)
    })
  })
}

interface KnownPost {
  readonly no: string
  readonly last_sample_at: Date | null
  readonly impressions: string | null
  readonly engagements: string | null
}

async function knownPosts(
  client: StoreClient,
  samples: readonly NewSample[],
  nowMs: number,
): Promise<ReadonlyMap<string, KnownPost>> {
  const distinct = new Map<string, NewSample>()
  for (const sample of samples) {
    const key = postKey(sample)
    if (sample.title !== null || !distinct.has(key)) distinct.set(key, sample)
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

function comparedWith(post: KnownPost, { capturedAtMs, impressions, engagements }: NewSample): SavedSample {
  if (post.last_sample_at === null) return 'accepted'
  if (capturedAtMs < post.last_sample_at.getTime()) return 'late'
  const falls = impressions < Number(post.impressions) || engagements < Number(post.engagements)
  return falls ? 'falling' : 'accepted'
}

interface SampleRow {
  readonly post_no: string
  readonly captured_at: Date
  readonly impressions: string
  readonly engagements: string
}

function postKey({
  accountId,
  platform,
  postId,
}: Pick<NewSample, 'accountId' | 'platform' | 'postId'>): string {
  return JSON.stringify([accountId, platform, postId])
}

function timeKey({ post_no, captured_at }: Pick<SampleRow, 'post_no' | 'captured_at'>): string {
  return `${post_no} ${String(captured_at.getTime())}`
}

function sampleKey(
  time: string,
  counters: { impressions: string | number; engagements: string | number },
): string {
  return `${time} ${String(counters.impressions)} ${String(counters.engagements)}`
}

/** In one order everywhere, so that two requests never wait for each other crosswise. Always answers with the row. */
const addPosts = `
INSERT INTO post (account_id, platform, post_id, title, created_at)
SELECT account_id, platform, post_id, title, $5::timestamptz
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS given (account_id, platform, post_id, title)
ON CONFLICT (account_id, platform, post_id) DO UPDATE SET title = COALESCE(excluded.title, post.title)
RETURNING no, account_id, platform, post_id, last_sample_at, impressions, engagements`

const readTimes = `
SELECT DISTINCT post_no, captured_at FROM metric_sample
JOIN unnest($1::bigint[], $2::timestamptz[]) AS given (post_no, captured_at) USING (post_no, captured_at)`

const addSamples = `
INSERT INTO metric_sample (post_no, captured_at, impressions, engagements)
SELECT post_no, captured_at, impressions, engagements
FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::bigint[]) WITH ORDINALITY
    AS given (post_no, captured_at, impressions, engagements, place)
ORDER BY place
ON CONFLICT DO NOTHING
RETURNING post_no, captured_at, impressions, engagements`

const touchPosts = `
UPDATE post SET
    last_sample_at = newest.captured_at,
    impressions = newest.impressions,
    engagements = newest.engagements,
    next_evaluation_at = CASE WHEN post.paused_at IS NULL THEN LEAST(
        COALESCE(post.next_evaluation_at, 'infinity'),
        GREATEST($2::timestamptz, COALESCE(post.evaluated_at, '-infinity') + interval '1 minute')
    ) END
FROM unnest($1::bigint[]) AS given (no)
CROSS JOIN LATERAL (
    SELECT captured_at, impressions, engagements FROM metric_sample WHERE post_no = given.no
    ORDER BY captured_at DESC, received DESC LIMIT 1
) AS newest
WHERE post.no = given.no`
