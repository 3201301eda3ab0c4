import type { Pool } from 'pg'
import { postsPerPage, type RecoveryFilter } from '../../contracts/recovery-filter.ts'
import { postConditions, standingOf } from './post-conditions.ts'

/** A post as the list of posts shows it. */
export interface ListedPost {
  readonly no: string
  readonly post_id: string
  readonly platform: string
  readonly connector: string | null
  readonly handle: string
  readonly title: string | null
  readonly standing: string
  readonly paused_by_name: string | null
  readonly paused_at: Date | null
  readonly score: number | null
  readonly intensity: string | null
  readonly fetched_at: Date | null
  readonly fetch_failures: number | null
  readonly fetch_failed_at: Date | null
  readonly fetch_error: string | null
  /** Null when its connection cannot fetch metrics, or its watch is over. */
  readonly next_fetch_at: Date | null
  readonly evaluated_at: Date | null
  readonly next_eligible_at: Date | null
  readonly action_type: string | null
  readonly status: string | null
  readonly verdict: string | null
}

/** One page of the posts that a filter finds. */
export async function listPosts(
  pool: Pool,
  filter: RecoveryFilter,
  nowMs: number,
): Promise<readonly ListedPost[]> {
  const { where, values } = postConditions(filter, nowMs)
  const order = orders[filter.sort][filter.order]
  const place = `LIMIT ${String(postsPerPage)} OFFSET $${String(values.length + 1)}`
  // The page is found before anything is joined: the list may be of a hundred thousand.
  const { rows } = await pool.query<ListedPost>(
    `SELECT post.no, post.post_id, post.platform, connection.connector, account.handle, post.title,
        ${standingOf} AS standing, post.paused_by_name, post.paused_at, post.score, post.intensity,
        post.evaluated_at, post.next_eligible_at, newest.action_type, newest.status, outcome.verdict,
        connection.fetched_at, connection.fetch_failures, connection.fetch_failed_at, connection.fetch_error,
        CASE WHEN connection.next_fetch_at IS NOT NULL AND watch.next_fetch_at IS NOT NULL
            THEN GREATEST(connection.next_fetch_at, watch.next_fetch_at) END AS next_fetch_at
     FROM (SELECT * FROM post ${where} ORDER BY ${order} ${place}) AS post
     JOIN account ON account.id = post.account_id
     LEFT JOIN connection ON connection.account_id = post.account_id AND connection.platform = post.platform
     LEFT JOIN post_watch AS watch ON watch.post_no = post.no
     LEFT JOIN LATERAL (
        SELECT id, action_type, status FROM recovery_action WHERE post_no = post.no ORDER BY reserved_at DESC LIMIT 1
     ) AS newest ON true
     LEFT JOIN recovery_outcome AS outcome ON outcome.action_id = newest.id
     ORDER BY ${order}`,
    [...values, (filter.page - 1) * postsPerPage],
  )
  return rows
}

/** How many posts a filter finds. */
export async function countFoundPosts(pool: Pool, filter: RecoveryFilter, nowMs: number): Promise<number> {
  const { where, values } = postConditions(filter, nowMs)
  const { rows } = await pool.query<{ found: number }>(`SELECT count(*)::int AS found FROM post ${where}`, [
    ...values,
  ])
  return rows[0]?.found ?? 0
}

/** How many posts stand where. */
export async function countStandings(pool: Pool): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ standing: string; posts: number }>(
    `SELECT ${standingOf} AS standing, count(*)::int AS posts FROM post GROUP BY 1`,
  )
  return new Map(rows.map(({ standing, posts }) => [standing, posts]))
}

/** A score counts as stagnation only once the rules have measured enough to know an intensity. */
const orders: Readonly<Record<RecoveryFilter['sort'], Readonly<Record<RecoveryFilter['order'], string>>>> = {
  score: {
    down: '(post.intensity IS NULL), post.score DESC NULLS LAST, post.no',
    up: 'post.score NULLS LAST, post.no',
  },
  next: {
    down: `(post.state <> 'eligible' OR post.held_out), post.next_eligible_at NULLS LAST, post.no`,
    up: 'post.next_eligible_at DESC NULLS LAST, post.no',
  },
  evaluated: {
    down: 'post.evaluated_at DESC NULLS LAST, post.no',
    up: 'post.evaluated_at NULLS FIRST, post.no',
  },
}
