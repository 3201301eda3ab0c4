import {
  type RecoveryPostRow,
  recoveryPostSchema,
  type RecoveryView,
} from '../../contracts/views/recovery-view.ts'
import {
  countPosts,
  type ListedPost,
  type ListedUnsettled,
  listUnsettledActions,
  listWorstPosts,
} from '../../store/queries/list-posts.ts'
import type { ConsoleContext } from './console-context.ts'

const listedPosts = 100
const listedUnsettled = 100

/** What recovery needs a person for, and the posts that it watches, the most stagnant first. */
export async function readRecovery(context: Pick<ConsoleContext, 'database' | 'now'>): Promise<RecoveryView> {
  const { prisma } = context.database
  const [posts, postCount, unsettled] = await Promise.all([
    listWorstPosts(prisma, listedPosts),
    countPosts(prisma),
    listUnsettledActions(prisma, listedUnsettled),
  ])
  return {
    asOfMs: context.now(),
    posts: posts.map(postRow),
    postCount,
    unsettled: unsettled.map(unsettledRow),
  }
}

function postRow(post: ListedPost): RecoveryPostRow {
  return recoveryPostSchema.parse({
    postNo: String(post.no),
    postId: post.post_id,
    platform: post.platform,
    connector: post.connector,
    handle: post.handle,
    title: post.title,
    state: post.state,
    score: post.score,
    intensity: post.intensity,
    fetch: fetchOf(post),
    evaluatedAtMs: post.evaluated_at?.getTime() ?? null,
    nextEligibleAtMs: post.next_eligible_at?.getTime() ?? null,
    action: post.action_type === null ? null : { actionType: post.action_type, status: post.status ?? '' },
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

function unsettledRow(action: ListedUnsettled) {
  return {
    actionId: action.id,
    actionType: action.action_type,
    postId: action.post_id,
    platform: action.platform,
    handle: action.handle,
    idempotencyKey: action.idempotency_key,
    attempts: action.attempts,
    errorCode: action.error_code,
    reservedAtMs: action.reserved_at.getTime(),
  }
}
