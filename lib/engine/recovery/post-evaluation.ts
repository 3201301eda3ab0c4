import type { Intensity, RecoveryActionType } from '../policy/policy.ts'
import type { Episode } from './episode.ts'
import type { MetricSample } from './metric-sample.ts'
import type { RecoveryAction } from './recovery-action.ts'
import type { Stagnation } from './stagnation.ts'

/** Why a post is not helped now, in the order in which the rules decide (domain.md, section 7). */
export type RecoveryReason =
  | 'account_locked_out'
  | 'stop_order'
  | 'insufficient_samples'
  | 'metrics_regressed'
  | 'insufficient_exposure'
  | 'healthy'
  | 'duplicate_action'
  | 'window_frequency_exceeded'
  | 'action_cooldown_active'
  | 'account_budget_exceeded'
  | 'capability_unsupported'

/** Everything that the evaluation of one post looks at. */
export interface PostEvaluationInput {
  readonly post: { readonly accountId: string; readonly platform: string; readonly postId: string }
  /** In the order received. */
  readonly samples: readonly MetricSample[]
  /** Earlier recovery actions; those of other posts are ignored. */
  readonly history: readonly RecoveryAction[]
  /** When recovery actions of the whole account were dispatched, this post's included. */
  readonly accountDispatchesAtMs: readonly number[]
  readonly episode: Episode
  readonly account: {
    readonly lockedOut: boolean
    readonly stop: { readonly expiresAtMs: number | null } | null
  }
  /** What the platform's connector can do; null when that is not asked, as with a recorded file. */
  readonly capabilities: readonly RecoveryActionType[] | null
  readonly nowMs: number
}

/** The action that the post's score asks for, whether or not it may be dispatched now. */
export interface RecoveryPlan {
  readonly tier: Intensity
  readonly actionType: RecoveryActionType
  readonly idempotencyKey: string
  readonly episode: number
}

/** One rule that stands in the way, and the first millisecond at which time alone lifts it; null for never. */
export interface RecoveryBlock {
  readonly reason: RecoveryReason
  readonly untilMs: number | null
}
export type RecoveryBlocks = readonly [RecoveryBlock, ...RecoveryBlock[]]

interface Measured {
  readonly evaluatedAtMs: number
  /** Samples that count. */
  readonly sampleCount: number
  readonly stagnation: Stagnation | null
}

/** The post may be helped, and how. */
export interface EligiblePost extends Measured {
  readonly eligible: true
  readonly plan: RecoveryPlan
}

/** The post is not helped now. Every rule that applies is listed; the first is the one that decides. */
export interface IneligiblePost extends Measured {
  readonly eligible: false
  readonly reason: RecoveryReason
  readonly blocks: RecoveryBlocks
  /** When all of them are lifted if the post still measures the same; null when time alone is not enough. */
  readonly nextEligibleAtMs: number | null
  /** Null when the rules stopped before the intensity was known. */
  readonly plan: RecoveryPlan | null
}

export type PostEvaluation = EligiblePost | IneligiblePost
