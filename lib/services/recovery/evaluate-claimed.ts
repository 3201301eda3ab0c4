import { hash } from 'node:crypto'
import { hourMs, minuteMs } from '../../engine/policy/needed-count.ts'
import type { StopOrder } from '../../engine/guard/commands.ts'
import type { RecoveryActionType, RecoveryPolicy } from '../../engine/policy/policy.ts'
import { episodeAt } from '../../engine/recovery/episode.ts'
import { evaluatePost } from '../../engine/recovery/evaluate-post.ts'
import { initiatedAtMs } from '../../engine/recovery/initiated-at.ts'
import type { MetricSample } from '../../engine/recovery/metric-sample.ts'
import type { PostEvaluation } from '../../engine/recovery/post-evaluation.ts'
import { recoveryStop } from '../../engine/recovery/recovery-stop.ts'
import { isDispatched, type RecoveryAction } from '../../engine/recovery/recovery-action.ts'
import { connectorActions } from '../../connectors/connector-actions.ts'
import type { ClaimedPost } from '../../store/recovery/due-posts.ts'
import type { StoredAction } from '../../store/recovery/post-history.ts'

/** What is known of a claimed post beyond its row. */
export interface PostFacts {
  readonly samples: readonly MetricSample[]
  readonly actions: readonly StoredAction[]
  /** When actions of the whole account were dispatched. */
  readonly accountDispatchesAtMs: readonly number[]
  /** Those of the organisation that nobody has lifted. */
  readonly stopOrders: readonly StopOrder[]
}

/** SHA-256 in hex of the UTF-8 form of a text. */
export function sha256Hex(text: string): string {
  return hash('sha256', text)
}

/** Evaluates a claimed post at `nowMs` by the engine; writes nothing. */
export function evaluateClaimed(
  post: ClaimedPost,
  { samples, actions, accountDispatchesAtMs, stopOrders }: PostFacts,
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
    isAttempted: action.life.firstAttemptAtMs !== null,
  }))
  const evaluate = (actionType: RecoveryActionType | null) =>
    evaluatePost(
      {
        post,
        samples,
        history,
        accountDispatchesAtMs,
        episode: episodeOf(post, actions, history, policy, nowMs),
        account: {
          lockedOut: post.lockoutId !== null,
          stop: recoveryStop(stopOrders, post, actionType, nowMs),
        },
        capabilities: connectorActions(post.connector),
        nowMs,
      },
      policy,
      sha256Hex,
    )
  const evaluation = evaluate(null)
  // An order on one action type stops the posts whose remedy is of that type, which only the score tells.
  const planned = evaluation.plan?.actionType ?? null
  const isStopped = planned !== null && recoveryStop(stopOrders, post, planned, nowMs) !== null
  return isStopped ? evaluate(planned) : evaluation
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
  const last = history.findLastIndex(isDispatched)
  const [action, recorded] = [actions[last], history[last]]
  const healthyAtMs = post.lastHealthyAtMs === null ? [] : [post.lastHealthyAtMs]
  const episode = episodeAt(recorded ? [recorded] : [], healthyAtMs, nowMs, policy)
  return { ...episode, number: episode.number + (action ? action.episode - 1 : 0) }
}
