import type { Intensity, RecoveryActionType } from '../policy/policy.ts'
import type { RecoveryStatus } from '../recovery/recovery-action.ts'
import type { Person } from './events.ts'

/**
 * What else is recorded of an account: recovery, and what became of escalations. Facts stand in the account's log
 * between the guard's events and change nothing of its state, so they are appended without deciding.
 */
export type FactEvent =
  | { readonly type: 'recovery_reserved'; readonly data: RecoveryReserved }
  | { readonly type: 'recovery_moved'; readonly data: RecoveryMoved }
  | { readonly type: 'post_paused' | 'post_resumed'; readonly data: PostSwitched }
  | { readonly type: 'escalation_settled'; readonly data: EscalationSettled }

/** A post, by its name on its platform. */
interface PostName {
  readonly platform: string
  readonly postId: string
}

/** A planned recovery action took its key. */
export interface RecoveryReserved extends PostName {
  readonly recoveryActionId: string
  readonly actionType: RecoveryActionType
  readonly intensity: Intensity
  readonly episode: number
  readonly idempotencyKey: string
  /** SHA-256 (hex) of the text that every attempt sends. */
  readonly textDigest: string
  /** SHA-256 (hex) of what the evaluation that planned it looked at, as it is stored. */
  readonly evaluationDigest: string
  readonly policyVersion: string | null
}

/** A recovery action passed through these states, in order; the last is where it stands. */
export interface RecoveryMoved extends PostName {
  readonly recoveryActionId: string
  readonly path: readonly RecoveryStatus[]
  /** The attempt that it belongs to; 0 before the first. */
  readonly attempt: number
  /** Error code, reason code or what the gate said; null when there is nothing to say. */
  readonly cause: string | null
  /** The platform's name of the effect; null while there is none. */
  readonly reference: string | null
  /** The lockout that called it off; null for any other cause. */
  readonly lockoutId: string | null
  /** Who settled it or called it off, and why; null when the program did. */
  readonly by: (Person & { readonly reason: string }) | null
}

/** A person switched recovery of a post off or on again. */
export interface PostSwitched extends PostName {
  readonly by: Person
  readonly reason: string
}

/** What became of the dispatch of an escalation to its executor. */
export interface EscalationSettled {
  /** Sequence of the `tier_changed` in this log. */
  readonly escalationSeq: number
  readonly deliveryId: string
  readonly executor: string
  readonly outcome: 'routed' | 'no_handler' | 'delivery_failed'
  /** Attempts made; 0 when there was no handler to try. */
  readonly attempts: number
  /** What the handler answered, or why it was given up; no secret. */
  readonly detail: string
}
