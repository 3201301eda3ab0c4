import { createHash } from 'node:crypto'
import type { RecordedMetricSample } from '#lib/contracts/metric-sample.ts'
import type { RecordedRecoveryAction } from '#lib/contracts/recovery-history.ts'
import type { RecoveryPolicy } from '#lib/engine/policy/policy.ts'
import { episodeAt } from '#lib/engine/recovery/episode.ts'
import { evaluatePost } from '#lib/engine/recovery/evaluate-post.ts'
import type { MetricSample } from '#lib/engine/recovery/metric-sample.ts'
import type { PostEvaluation } from '#lib/engine/recovery/post-evaluation.ts'
import { isDispatched, type RecoveryAction } from '#lib/engine/recovery/recovery-action.ts'

/** A post of a recorded file and what the rules say of it. */
export interface EvaluatedPost {
  readonly accountId: string
  readonly platform: string
  readonly postId: string
  readonly title: string | null
  readonly evaluation: PostEvaluation
}

/** Takes recorded samples one by one and evaluates each post once all are in. */
export interface PostCollection {
  add(sample: RecordedMetricSample): void
  /** Every post in the order of its first sample, with the recovery actions known at its evaluation. */
  evaluate(history: readonly RecordedRecoveryAction[]): Generator<EvaluatedPost>
}

const minuteMs = 60_000

/**
 * Evaluates the posts of a recorded file, at `atMs` or, when that is null, each at its own newest sample. Memory
 * grows with the posts and the samples of one window, not with the length of the file.
 */
export function collectPosts(policy: RecoveryPolicy, atMs: number | null): PostCollection {
  const posts = new Map<string, CollectedPost>()
  const windowMs = policy.windowMinutes * minuteMs
  return {
    add(sample) {
      const key = `${sample.accountId}\n${sample.platform}\n${sample.postId}`
      let post = posts.get(key)
      if (!post) {
        post = { ...identityOf(sample), newestAtMs: 0, samples: [], pruneAt: 64 }
        posts.set(key, post)
      }
      post.title = sample.title ?? post.title
      keep(post, sample, windowMs, atMs)
    },
    *evaluate(history) {
      const dispatches = dispatchesByAccount(history, posts.values())
      for (const post of posts.values()) {
        yield evaluated(post, history, dispatches.get(post.accountId) ?? [], policy, atMs)
      }
    },
  }
}

interface CollectedPost {
  readonly accountId: string
  readonly platform: string
  readonly postId: string
  title: string | null
  newestAtMs: number
  samples: MetricSample[]
  /** When so many samples are kept, those that have left the window go. */
  pruneAt: number
}

function identityOf({ accountId, platform, postId }: RecordedMetricSample) {
  return { accountId, platform, postId, title: null }
}

function keep(
  post: CollectedPost,
  sample: RecordedMetricSample,
  windowMs: number,
  atMs: number | null,
): void {
  const { capturedAt: capturedAtMs, impressions, engagements } = sample
  post.newestAtMs = Math.max(post.newestAtMs, capturedAtMs)
  const untilMs = atMs ?? post.newestAtMs
  if (capturedAtMs < untilMs - windowMs || (atMs !== null && capturedAtMs > atMs)) return
  post.samples.push({ capturedAtMs, impressions, engagements })
  if (post.samples.length < post.pruneAt) return
  post.samples = post.samples.filter((kept) => kept.capturedAtMs >= untilMs - windowMs)
  post.pruneAt = Math.max(64, 2 * post.samples.length)
}

function evaluated(
  post: CollectedPost,
  history: readonly RecordedRecoveryAction[],
  accountDispatchesAtMs: readonly number[],
  policy: RecoveryPolicy,
  atMs: number | null,
): EvaluatedPost {
  const { accountId, platform, postId, title } = post
  const nowMs = atMs ?? post.newestAtMs
  // What was done later was not known then.
  const known = history
    .filter((action) => action.initiatedAt <= nowMs && isOfPost(action, post))
    .map(actionOf)
  const evaluation = evaluatePost(
    {
      post: { accountId, platform, postId },
      samples: post.samples,
      history: known,
      accountDispatchesAtMs: accountDispatchesAtMs.filter((time) => time <= nowMs),
      episode: episodeAt(known, [], nowMs, policy),
      account: { lockedOut: false, stop: null },
      capabilities: null,
      nowMs,
    },
    policy,
    sha256Hex,
  )
  return { accountId, platform, postId, title, evaluation }
}

function isOfPost(action: RecordedRecoveryAction, post: CollectedPost): boolean {
  return (
    action.postId === post.postId &&
    (action.accountId ?? post.accountId) === post.accountId &&
    (action.platform ?? post.platform) === post.platform
  )
}

function actionOf({ initiatedAt, ...action }: RecordedRecoveryAction): RecoveryAction {
  const { postId, actionType, tier, idempotencyKey, status } = action
  return { postId, actionType, tier, idempotencyKey, status, initiatedAtMs: initiatedAt }
}

function dispatchesByAccount(
  history: readonly RecordedRecoveryAction[],
  posts: Iterable<CollectedPost>,
): ReadonlyMap<string, readonly number[]> {
  const byAccount = new Map<string, number[]>()
  if (history.length === 0) return byAccount
  const accountOfPost = new Map<string, string>()
  for (const { postId, accountId } of posts) accountOfPost.set(postId, accountId)
  for (const recorded of history) {
    const accountId = recorded.accountId ?? accountOfPost.get(recorded.postId)
    if (accountId === undefined || !isDispatched(actionOf(recorded))) continue
    const times = byAccount.get(accountId)
    if (times) times.push(recorded.initiatedAt)
    else byAccount.set(accountId, [recorded.initiatedAt])
  }
  return byAccount
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
