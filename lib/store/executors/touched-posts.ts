import type { Database } from '../database.ts'

/** What agents acted on in a stretch of an account's log, and which of it recovery watches. */
export interface TouchedPosts {
  /** Distinct targets. */
  readonly touched: number
  /** Numbers of the watched posts among them. */
  readonly postNos: readonly string[]
}

/**
 * The targets of the agents' counted actions from `fromMs` up to and without event `beforeSeq`, and the posts among
 * them. A target that names no platform is any post of the account with its id.
 */
export async function findTouchedPosts(
  { reads }: Pick<Database, 'reads'>,
  account: { readonly accountId: string; readonly stream: string },
  fromMs: number,
  beforeSeq: number,
): Promise<TouchedPosts> {
  const { rows } = await reads.query<{ touched: string; post_nos: string[] }>(selectTouched, [
    account.stream,
    new Date(fromMs),
    beforeSeq,
    account.accountId,
  ])
  return { touched: Number(rows[0]?.touched ?? 0), postNos: rows[0]?.post_nos ?? [] }
}

const selectTouched = `
WITH target AS (
  SELECT DISTINCT d.request #>> '{target,id}' AS id, d.request #>> '{target,platform}' AS platform
  FROM event CROSS JOIN LATERAL jsonb_to_record(event.body::jsonb) AS d (counted boolean, request jsonb)
  WHERE stream = $1 AND type = 'action_decided'
    AND seq >= (SELECT event_seq_at_or_after($1, $2)) AND seq < $3
    AND d.counted AND d.request ->> 'origin' = 'agent'
)
SELECT (SELECT count(*) FROM target) AS touched,
  ARRAY(
    SELECT post.no::text FROM post
    WHERE post.account_id = $4 AND EXISTS (
      SELECT FROM target
      WHERE target.id = post.post_id AND (target.platform IS NULL OR target.platform = post.platform)
    )
    ORDER BY post.no
  ) AS post_nos`
