import type {
  ActionRequest,
  GuardEvent,
  Person,
  RecordedEvent,
  ResetReasonCode,
  ResetStatement,
} from './events.ts'
import type { ResetConditionId } from './reset-conditions.ts'
import type { Policy } from '../policy/policy.ts'

/** A signed-in person who gives a command. An API key never becomes one. */
export interface Actor extends Person {
  readonly role: 'viewer' | 'reviewer' | 'lead'
  /** When this person last proved who they are, by password or single sign-on. */
  readonly reauthenticatedAtMs: number
}

/** What can be asked of the guard of one account. Imperative; each is accepted as events or refused. */
export type GuardCommand =
  | {
      readonly type: 'open_account'
      readonly accountId: string
      readonly name: string
      readonly handle: string
      readonly recorded: boolean
    }
  | {
      readonly type: 'assign_policy'
      readonly policyVersion: string
      readonly policy: Policy
      readonly by: Person | null
    }
  | { readonly type: 'decide_action'; readonly request: ActionRequest }
  | ActionCommand
  | { readonly type: 'lock_out_account'; readonly actor: Actor; readonly reason: string }
  | { readonly type: 'claim_lockout'; readonly actor: Actor; readonly lockoutId: string }
  | { readonly type: 'release_claim'; readonly actor: Actor; readonly lockoutId: string }
  | {
      readonly type: 'acknowledge_brief'
      readonly actor: Actor
      readonly lockoutId: string
      readonly briefDigest: string
    }
  | {
      readonly type: 'revise_brief'
      readonly actor: Actor
      readonly lockoutId: string
      readonly note: string
    }
  | {
      readonly type: 'uphold_lockout'
      readonly actor: Actor
      readonly lockoutId: string
      readonly version: number
      readonly note: string
      readonly reviewAtMs: number | null
    }
  | {
      readonly type: 'withdraw_uphold'
      readonly actor: Actor
      readonly lockoutId: string
      readonly version: number
    }
  | ({ readonly type: 'request_reset' } & ResetAttempt)
  | {
      readonly type: 'vote_on_reset'
      readonly actor: Actor
      readonly lockoutId: string
      readonly requestId: string
      readonly approved: boolean
      readonly note: string
    }
  | ({ readonly type: 'reset_lockout' } & ResetAttempt)

/** Commands on one action; `history` are the events of its id in the account's stream, in order. */
export type ActionCommand =
  | {
      readonly type: 'approve_action' | 'reject_action'
      readonly actor: Actor
      readonly history: readonly RecordedEvent[]
      /** The digest of the parameters as the reviewer saw them. */
      readonly digest: string
      readonly reason: string
    }
  | {
      readonly type: 'claim_action'
      readonly agentId: string
      readonly history: readonly RecordedEvent[]
      /** The digest of what the agent is about to do, when it says so. */
      readonly digest: string | null
    }
  | {
      readonly type: 'report_outcome'
      readonly agentId: string
      readonly history: readonly RecordedEvent[]
      readonly status: 'succeeded' | 'failed' | 'unknown'
      readonly errorCode: string | null
      readonly reference: string | null
      readonly detail: string | null
    }
  | { readonly type: 'sweep_action'; readonly history: readonly RecordedEvent[] }

/** A statement as far as the reviewer has come: the reason may still be unchosen, the texts too short. */
export interface DraftStatement extends Omit<ResetStatement, 'reasonCode'> {
  readonly reasonCode: ResetReasonCode | ''
}

/** Everything that the six conditions of a reset look at, as it stands on the reviewer's screen. */
export interface ResetAttempt {
  readonly actor: Actor
  readonly lockoutId: string
  readonly version: number
  readonly briefDigest: string
  readonly statement: DraftStatement
  /** The account's handle as the reviewer typed it out. */
  readonly typedHandle: string
}

/** A person's order that refuses autonomous actions within its scope, whatever the account's state. */
export interface StopOrder {
  readonly stopOrderId: string
  readonly scope:
    | { readonly kind: 'everything' }
    | { readonly kind: 'account'; readonly accountId: string }
    | { readonly kind: 'agent'; readonly agentId: string }
    | { readonly kind: 'action_type'; readonly actionType: string }
    | { readonly kind: 'platform'; readonly platform: string }
  readonly reason: string
  readonly by: Person
  readonly expiresAtMs: number | null
}

/** What a decision needs from outside the account: no clock, no random number, no hash of its own. */
export interface DecisionContext {
  /** The server's clock, or the recorded time in a replay. */
  readonly nowMs: number
  readonly stopOrders: readonly StopOrder[]
  /** SHA-256 (hex) of the RFC 8785 canonical JSON of a value. */
  readonly digest: (value: unknown) => string
  /** Mints an id (UUID v7 in the server). */
  readonly newId: () => string
}

/** One thing that stands in the way: a code, a sentence, who could mend it, and when it mends itself. */
export interface Refusal {
  readonly code: RefusalCode
  readonly message: string
  readonly who: string | null
  readonly metAtMs: number | null
  /** Which of the six conditions of a reset it is, for `condition_missing`. */
  readonly condition?: ResetConditionId
}
export type RefusalCode =
  | 'account_exists'
  | 'account_not_open'
  | 'reviewer_required'
  | 'already_locked_out'
  | 'lockout_not_active'
  | 'claimed_by_another'
  | 'claim_required'
  | 'version_conflict'
  | 'brief_changed'
  | 'note_required'
  | 'review_date_in_past'
  | 'not_upheld'
  | 'upheld_by_another'
  | 'request_not_open'
  | 'request_is_own'
  | 'condition_missing'
  | 'action_not_found'
  | 'already_decided'
  | 'parameters_changed'
  | 'policy_changed'
  | 'lockout_in_force'
  | 'stop_order'
  | 'another_agents'
  | 'not_admitted'
  | 'grant_expired'
  | 'grant_spent'
  | 'not_claimed'
  | 'not_due'
  | 'probation_full'

/** The answer to a command. A refusal is data: nothing was changed, and every reason is listed. */
export type DecisionResult =
  | { readonly kind: 'accepted'; readonly events: readonly GuardEvent[] }
  | { readonly kind: 'refused'; readonly reasons: readonly Refusal[] }
