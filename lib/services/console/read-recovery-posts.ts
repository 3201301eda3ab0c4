import type { RecoveryFilter } from '../../contracts/recovery-filter.ts'
import {
  recoveryPostSchema,
  type RecoveryPostRow,
  type RecoveryPostsView,
} from '../../contracts/views/recovery-view.ts'
import { countFoundPosts, type ListedPost, listPosts } from '../../store/queries/list-posts.ts'
import type { ConsoleContext } from './console-context.ts'

/** One page of the posts that a filter finds. */
export async function readRecoveryPosts(
  context: Pick<ConsoleContext, 'database' | 'now'>,
  filter: RecoveryFilter,
): Promise<RecoveryPostsView> {
  const nowMs = context.now()
  const { reads } = context.database
  const [posts, found] = await Promise.all([
    listPosts(reads, filter, nowMs),
    countFoundPosts(reads, filter, nowMs),
  ])
  return { asOfMs: nowMs, posts: posts.map(postRow), found }
}

function postRow(post: ListedPost): RecoveryPostRow {
  const { action_type: actionType, status, verdict, paused_by_name: byName, paused_at: pausedAt } = post
  return recoveryPostSchema.parse({
    postNo: post.no,
    postId: post.post_id,
    platform: post.platform,
    connector: post.connector,
    handle: post.handle,
    title: post.title,
    standing: post.standing,
    paused: byName !== null && pausedAt !== null ? { byName, atMs: pausedAt.getTime() } : null,
    score: post.score,
    intensity: post.intensity,
    fetch: fetchOf(post),
    evaluatedAtMs: post.evaluated_at?.getTime() ?? null,
    nextEligibleAtMs: post.next_eligible_at?.getTime() ?? null,
    action: actionType === null ? null : { actionType, status, verdict },
  })
}

function fetchOf(post: ListedPost): RecoveryPostRow['fetch'] {
  if (post.next_fetch_at === null) return null
  const { fetch_failures: failures, fetch_error: code, fetch_failed_at: failedAt } = post
  const isFailing = failures !== null && failures > 0 && code !== null && failedAt !== null
  return {
    fetchedAtMs: post.fetched_at?.getTime() ?? null,
    failure: isFailing ? { code, atMs: failedAt.getTime() } : null,
    nextAtMs: post.next_fetch_at.getTime(),
  }
}
