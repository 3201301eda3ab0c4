import type { ActionCategory, ActiveTier, Policy, Reversibility, Tier } from '../policy/policy.ts'
import type { Admission } from './admit.ts'
import type { Brief } from './brief-document.ts'
import type { FactEvent } from './fact-events.ts'

/** Who asks for an action. `executor` is Interlock's own hand, a recovery action say. */
export type Origin = 'agent' | 'executor' | 'human'
/** The gate's answer. */
export type Verdict = 'allow' | 'needs_approval' | 'blocked'

/** A signed-in person, as written into events: never an e-mail address, never a secret. */
export interface Person {
  readonly id: string
  readonly name: string
}

/** Why a verdict is what it is: a stable code for machines, a sentence for people. */
export interface Reason {
  readonly code: ReasonCode
  readonly message: string
}
export type ReasonCode =
  | 'stop_order'
  | 'lockout_enforced'
  | 'velocity_tier_3'
  | 'probation_breached'
  | 'held_by_recovery_executor'
  | 'paced'
  | 'constraint_hourly_limit'
  | 'constraint_daily_limit'
  | 'constraint_risk'
  | 'constraint_content_length'
  | 'constraint_required_keywords'
  | 'global_hourly_limit'
  | 'global_daily_limit'
  | 'pattern_same_type_on_target'
  | 'pattern_any_type_hourly'
  | 'pattern_conflicting_pair'
  | 'constraint_needs_approval'
  | 'risk_needs_approval'
  | 'irreversible_needs_approval'

/** Counted actions inside each tier's window at the decision, this one included when it counts. */
export type TierCounts = Readonly<Record<ActiveTier, number>>

/** What an agent asked for, as it is recorded whole. */
export interface ActionRequest {
  readonly actionId: string
  readonly agentId: string
  readonly actionType: string
  readonly target: { readonly id: string; readonly platform?: string; readonly url?: string }
  readonly origin: Origin
  readonly parameters: Readonly<Record<string, unknown>>
  /** SHA-256 (hex) of the RFC 8785 form of everything in the request but `actionId` and `occurredAtMs`. */
  readonly digest: string
  readonly riskScore?: number
  readonly impactScore?: number
  /** The agent's own claim of when; never decides anything. */
  readonly occurredAtMs?: number
}

/** One decided action: request and answer together, the only event of a plain decision. */
export interface ActionDecided {
  readonly request: ActionRequest
  readonly verdict: Verdict
  readonly reasons: readonly Reason[]
  readonly tier: Tier
  readonly counts: TierCounts
  /** Whether this attempt counts to velocity. */
  readonly counted: boolean
  /** Whether it is an autonomous edit under the policy of the decision. */
  readonly edit: boolean
  readonly category: ActionCategory
  readonly reversibility: Reversibility
  /** Codes of what validation found wrong; each stands among the reasons with its figure. */
  readonly violations: readonly ReasonCode[]
  readonly riskLevel: 'low' | 'medium' | 'high' | 'critical'
  readonly confidence: number
  readonly policyVersion: string
  /** The lockout that refused it or that it opened. */
  readonly lockoutId: string | null
  readonly retryAfterMs: number | null
  /** The approval that it waits for and until when; null unless the verdict is `needs_approval`. */
  readonly approvalId: string | null
  readonly approvalExpiresAtMs: number | null
  /** In shadow mode `verdict` is `allow` and this says what enforce would have answered; else null. */
  readonly shadow: { readonly verdict: Verdict; readonly reasons: readonly Reason[] } | null
}

/** A tier transition, with the seed's decision payload. */
export interface Escalation {
  readonly from: Tier
  readonly tier: Tier
  readonly action:
    'route_to_autonomous_executor' | 'lockout_autonomous_edits' | 'lockout_enforced' | 'stand_down'
  readonly confidence: number
  readonly riskClass: 'low' | 'medium' | 'high' | 'critical'
  readonly rationale: string
  readonly velocity: {
    readonly windowMinutes: number
    readonly actionCount: number
    /** Rounded to 4 decimals. */
    readonly actionsPerMinute: number
    readonly thresholdActionsPerMinute: number
  } | null
  readonly lockoutAutoEdits: boolean
  readonly executor: string | null
  readonly policyVersion: string
}

export type LockoutCause = 'velocity_tier_3' | 'probation_breached' | 'kill_switch'

/** What a reviewer states when a lockout is reset. */
export interface ResetStatement {
  readonly reasonCode: ResetReasonCode
  readonly note: string
  readonly override: { readonly reason: string } | null
}
export const resetReasonCodes = [
  'agent_loop_fixed',
  'agent_stopped',
  'expected_campaign',
  'threshold_unsuitable',
  'false_alarm',
  'other',
] as const
export type ResetReasonCode = (typeof resetReasonCodes)[number]

/** Everything that can happen to the guard of one account. Past tense; never changed once written. */
export type GuardEvent =
  | {
      readonly type: 'account_opened'
      readonly data: {
        readonly accountId: string
        readonly name: string
        readonly handle: string
        readonly recorded: boolean
      }
    }
  | {
      readonly type: 'policy_assigned'
      readonly data: { readonly policyVersion: string; readonly policy: Policy; readonly by: Person | null }
    }
  | { readonly type: 'action_decided'; readonly data: ActionDecided }
  | { readonly type: 'action_approved'; readonly data: ActionApproved }
  | {
      readonly type: 'action_rejected'
      readonly data: {
        readonly actionId: string
        readonly approvalId: string
        readonly by: Person
        readonly reason: string
      }
    }
  | {
      readonly type: 'action_expired'
      readonly data: { readonly actionId: string; readonly approvalId: string }
    }
  | {
      readonly type: 'action_claimed'
      readonly data: {
        readonly actionId: string
        readonly agentId: string
        /** The request's digest: what was granted. */
        readonly digest: string
        readonly deadlineAtMs: number
      }
    }
  | {
      readonly type: 'claim_refused'
      readonly data: {
        readonly actionId: string
        readonly agentId: string
        readonly code: string
        readonly message: string
      }
    }
  | { readonly type: 'action_settled'; readonly data: ActionSettled }
  | { readonly type: 'tier_changed'; readonly data: Escalation }
  | { readonly type: 'lockout_opened'; readonly data: LockoutOpened }
  | {
      readonly type: 'lockout_claimed'
      readonly data: { readonly lockoutId: string; readonly by: Person; readonly untilMs: number }
    }
  | {
      readonly type: 'lockout_claim_released'
      readonly data: { readonly lockoutId: string; readonly by: Person }
    }
  | {
      readonly type: 'brief_acknowledged'
      readonly data: { readonly lockoutId: string; readonly by: Person; readonly briefDigest: string }
    }
  | {
      readonly type: 'brief_revised'
      readonly data: {
        readonly lockoutId: string
        readonly by: Person
        readonly note: string
        readonly brief: Brief
        readonly briefDigest: string
      }
    }
  | {
      readonly type: 'lockout_upheld'
      readonly data: {
        readonly lockoutId: string
        readonly by: Person
        readonly note: string
        readonly reviewAtMs: number | null
      }
    }
  | {
      /** The upholder took it back; what stood before it stands again. */
      readonly type: 'uphold_withdrawn'
      readonly data: { readonly lockoutId: string; readonly by: Person }
    }
  | { readonly type: 'reset_requested'; readonly data: ResetRequested }
  | {
      readonly type: 'reset_voted'
      readonly data: {
        readonly lockoutId: string
        readonly requestId: string
        readonly by: Person
        readonly approved: boolean
        readonly note: string
      }
    }
  | { readonly type: 'lockout_reset'; readonly data: LockoutReset }
  | FactEvent

/** A reviewer's approval, bound to digest, agent and policy version; the account is the stream's. */
export interface ActionApproved {
  readonly actionId: string
  readonly approvalId: string
  readonly by: Person
  readonly reason: string
  readonly digest: string
  readonly agentId: string
  readonly policyVersion: string
  /** What is admitted by it, for budgets, pacing and probation. */
  readonly admits: Admission
}

/** What became of a claimed action, as its agent reported it, or `unknown` when it did not. */
export interface ActionSettled {
  readonly actionId: string
  readonly agentId: string
  readonly status: 'succeeded' | 'failed' | 'unknown'
  readonly errorCode: string | null
  readonly reference: string | null
  readonly detail: string | null
}

export interface LockoutOpened {
  readonly lockoutId: string
  readonly cause: LockoutCause
  /** Within probation, or within the policy's repeat time of the last lockout. */
  readonly parentLockoutId: string | null
  readonly policyVersion: string
  /** Who pressed the kill switch, and why; null when a decision opened it. */
  readonly by: Person | null
  readonly reason: string | null
  readonly brief: Brief
  readonly briefDigest: string
}

export interface ResetRequested {
  readonly lockoutId: string
  readonly requestId: string
  readonly by: Person
  readonly statement: ResetStatement
  /** What the request is bound to; when any of them has moved it is void. */
  readonly version: number
  readonly briefDigest: string
  readonly policyVersion: string
  readonly expiresAtMs: number
}

export interface LockoutReset {
  readonly lockoutId: string
  readonly by: Person
  readonly secondReviewer: Person | null
  readonly statement: ResetStatement
  readonly briefDigest: string
  readonly probationEndsAtMs: number | null
}

/** An event in its place: `seq` is gapless per stream and starts at 1; `atMs` is the server's clock. */
export interface RecordedEvent {
  readonly seq: number
  readonly atMs: number
  readonly event: GuardEvent
}
