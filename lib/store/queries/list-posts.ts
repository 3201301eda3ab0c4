import type { PrismaClient } from '../prisma/generated/client.ts'

/** A post as the list of posts shows it. */
export interface ListedPost {
  readonly no: bigint
  readonly post_id: string
  readonly platform: string
  readonly connector: string | null
  readonly handle: string
  readonly title: string | null
  readonly state: string
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
}

/** Posts, the most stagnant first; those without a score last. */
export function listWorstPosts(prisma: PrismaClient, limit: number): Promise<ListedPost[]> {
  // The worst are found by the index before anything is joined: the list may be of a hundred thousand.
  return prisma.$queryRaw<ListedPost[]>`
    SELECT post.no, post.post_id, post.platform, connection.connector, account.handle, post.title, post.state,
        post.score, post.intensity, post.evaluated_at, post.next_eligible_at, newest.action_type, newest.status,
        connection.fetched_at, connection.fetch_failures, connection.fetch_failed_at, connection.fetch_error,
        CASE WHEN connection.next_fetch_at IS NOT NULL AND watch.next_fetch_at IS NOT NULL
            THEN GREATEST(connection.next_fetch_at, watch.next_fetch_at) END AS next_fetch_at
    FROM (SELECT * FROM post ORDER BY score DESC NULLS LAST, no LIMIT ${limit}) AS post
    JOIN account ON account.id = post.account_id
    LEFT JOIN connection ON connection.account_id = post.account_id AND connection.platform = post.platform
    LEFT JOIN post_watch AS watch ON watch.post_no = post.no
    LEFT JOIN LATERAL (
        SELECT action_type, status FROM recovery_action WHERE post_no = post.no ORDER BY reserved_at DESC LIMIT 1
    ) AS newest ON true
    ORDER BY post.score DESC NULLS LAST, post.no`
}

/** How many posts there are. */
export function countPosts(prisma: PrismaClient): Promise<number> {
  return prisma.post.count()
}

/** An action that needs a person. */
export interface ListedUnsettled {
  readonly id: string
  readonly action_type: string
  readonly post_id: string
  readonly platform: string
  readonly handle: string
  readonly idempotency_key: string
  readonly attempts: number
  readonly error_code: string | null
  readonly reserved_at: Date
}

/** Actions whose outcome a person has to find out, the oldest first. */
export function listUnsettledActions(prisma: PrismaClient, limit: number): Promise<ListedUnsettled[]> {
  return prisma.$queryRaw<ListedUnsettled[]>`
    SELECT action.id, action.action_type, post.post_id, post.platform, account.handle, action.idempotency_key,
        (action.life ->> 'attempts')::int AS attempts, action.life ->> 'errorCode' AS error_code, action.reserved_at
    FROM recovery_action AS action
    JOIN post ON post.no = action.post_no
    JOIN account ON account.id = action.account_id
    WHERE action.status = 'needs_human' ORDER BY action.reserved_at LIMIT ${limit}`
}
