import type { Database } from '../database.ts'
import { assert } from '../../shared/assert.ts'
import { inTransaction } from './in-transaction.ts'
import { type KnownPost, knownPosts, type NamedPost, postKey } from './known-posts.ts'
import { watchSampled } from './post-watches.ts'

/** A sample to keep, and the place by which the caller knows it. */
export interface NewSample extends NamedPost {
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
    const added = await client.query<SampleRow>(addSamples, columns)
    const changed = [...new Set(added.rows.map(({ post_no }) => post_no))]
    await client.query(touchPosts, [changed, new Date(nowMs)])
    await watchSampled(client, changed, nowMs)
    return verdicts(given, before.rows, added.rows)
  })
}

/** How each sample stands to those before it, of the database and of this request. */
function verdicts(
  given: readonly (NewSample & { readonly post: KnownPost })[],
  before: readonly SampleRow[],
  added: readonly SampleRow[],
): readonly SavedSample[] {
  const times = new Set(before.map(timeKey))
  const fresh = new Set(added.map((row) => sampleKey(timeKey(row), row)))
  const newest = new Map<string, Counters>()
  return given.map(({ post, ...sample }) => {
    const time = timeKey({ post_no: post.no, captured_at: new Date(sample.capturedAtMs) })
    // Of equal samples in one request the first is the new one.
    if (!fresh.delete(sampleKey(time, sample))) return 'duplicate'
    const last = newest.get(post.no) ?? storedNewest(post)
    const isLate = last !== null && sample.capturedAtMs < last.capturedAtMs
    if (!isLate) newest.set(post.no, sample)
    if (times.has(time)) return 'correction'
    times.add(time)
    if (isLate) return 'late'
    return last !== null && falls(last, sample) ? 'falling' : 'accepted'
  })
}

type Counters = Pick<NewSample, 'capturedAtMs' | 'impressions' | 'engagements'>

function storedNewest({ last_sample_at: at, impressions, engagements }: KnownPost): Counters | null {
  if (at === null) return null
  return { capturedAtMs: at.getTime(), impressions: Number(impressions), engagements: Number(engagements) }
}

function falls(before: Counters, { impressions, engagements }: Counters): boolean {
  return impressions < before.impressions || engagements < before.engagements
}

interface SampleRow {
  readonly post_no: string
  readonly captured_at: Date
  readonly impressions: string
  readonly engagements: string
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
