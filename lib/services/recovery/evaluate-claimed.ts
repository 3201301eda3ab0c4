import { hash } from 'node:crypto'
import { hourMs, minuteMs } from '../../engine/policy/needed-count.ts'
import type { RecoveryPolicy } from '../../engine/policy/policy.ts'
import { episodeAt } from '../../engine/recovery/episode.ts'
import { evaluatePost } from '../../engine/recovery/evaluate-post.ts'
import { initiatedAtMs } from '../../engine/recovery/initiated-at.ts'
import type { MetricSample } from '../../engine/recovery/metric-sample.ts'
import type { PostEvaluation } from '../../engine/recovery/post-evaluation.ts'
import type { RecoveryAction } from '../../engine/recovery/recovery-action.ts'
import { connectorActions } from '../../connectors/connector-actions.ts'
import type { ClaimedPost } from '../../store/recovery/due-posts.ts'
import type { StoredAction } from '../../store/recovery/post-history.ts'

/** What is known of a claimed post beyond its row. */
export interface PostFacts {
  readonly samples: readonly MetricSample[]
  readonly actions: readonly StoredAction[]
  /** When actions of the whole account were dispatched. */
  readonly accountDispatchesAtMs: readonly number[]
}

/** SHA-256 in hex of the UTF-8 form of a text. */
export function sha256Hex(text: string): string {
  return hash('sha256', text)
}

/** Evaluates a claimed post at `nowMs` by the engine; writes nothing. */
export function evaluateClaimed(
  post: ClaimedPost,
  { samples, actions, accountDispatchesAtMs }: PostFacts,
  policy: RecoveryPolicy,
  nowMs: number,
): PostEvaluation {
  const history = actions.map((action): RecoveryAction => ({
    postId: post.postId,
    actionType: action.actionType,
    tier: action.intensity,
    idempotencyKey: action.idempotencyKey,
    initiatedAtMs: initiatedAtMs(action.life, nowMs),
    status: action.life.status,
  }))
  return evaluatePost(
    {
      post,
      samples,
      history,
      accountDispatchesAtMs,
      episode: episodeOf(post, actions, history, policy, nowMs),
      // Stop orders are the gate's: it is asked before every dispatch.
      account: { lockedOut: post.lockoutId !== null, stop: null },
      capabilities: connectorActions(post.connector),
      nowMs,
    },
    policy,
    sha256Hex,
  )
}

/** When a post is looked at again: six times a window, and not at all once its samples have gone stale. */
export function nextEvaluationAtMs(post: ClaimedPost, policy: RecoveryPolicy, nowMs: number): number | null {
  const windowMs = policy.windowMinutes * minuteMs
  if (post.lastSampleAtMs === null || post.lastSampleAtMs < nowMs - windowMs) return null
  return nowMs + lookEveryMs(policy)
}

/** Between two looks at a post, in ms: enough of them in a window for its samples to be judged. */
export function lookEveryMs({ windowMinutes }: RecoveryPolicy): number {
  return Math.max(minuteMs, Math.ceil((windowMinutes * minuteMs) / 6))
}

/** From when actions of an account count to its budget. */
export function budgetSinceMs(nowMs: number): number {
  return nowMs - hourMs
}

/** Each action carries its episode, so only the last one and the last healthy evaluation say which it is now. */
function episodeOf(
  post: ClaimedPost,
  actions: readonly StoredAction[],
  history: readonly RecoveryAction[],
  policy: RecoveryPolicy,
  nowMs: number,
) {
  const last = history.findLastIndex(({ status }) => status !== 'cancelled')
  const [action, recorded] = [actions[last], history[last]]
  const healthyAtMs = post.lastHealthyAtMs === null ? [] : [post.lastHealthyAtMs]
  const episode = episodeAt(recorded ? [recorded] : [], healthyAtMs, nowMs, policy)
  return { ...episode, number: episode.number + (action ? action.episode - 1 : 0) }
}
