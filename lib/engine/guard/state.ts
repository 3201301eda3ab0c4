import type { ActionCategory, Policy, Tier } from '../policy/policy.ts'
import type { Brief, BriefMinute } from './brief-document.ts'
import type { LockoutCause, Origin, Person, ResetStatement, Verdict } from './events.ts'
import type { PacePromise } from './pace.ts'

/** What the brief needs to know of a recent attempt. */
export interface RecentAction {
  readonly seq: number
  readonly atMs: number
  readonly agentId: string
  readonly actionType: string
  readonly targetId: string
  readonly origin: Origin
  readonly verdict: Verdict
  /** The deciding reason's code. */
  readonly reason: string
  readonly counted: boolean
  readonly reversible: boolean
  readonly violations: readonly string[]
}

/** What limits and patterns need to know of an admitted action. */
export interface AdmittedAction {
  readonly atMs: number
  readonly actionType: string
  readonly targetId: string
}

/** A reset that waits for, or has, its second reviewer. */
export interface ResetRequest {
  readonly requestId: string
  readonly by: Person
  readonly atMs: number
  readonly statement: ResetStatement
  /** What the request is bound to; when any of them has moved it is void. */
  readonly version: number
  readonly briefDigest: string
  readonly policyVersion: string
  readonly expiresAtMs: number
  readonly vote: {
    readonly by: Person
    readonly approved: boolean
    readonly atMs: number
    readonly note: string
  } | null
}

/** A reviewer's word that a lockout is right. */
export interface Upholding {
  readonly by: Person
  readonly atMs: number
  readonly note: string
  readonly reviewAtMs: number | null
}

/** The active lockout of an account. */
export interface ActiveLockout {
  readonly lockoutId: string
  readonly cause: LockoutCause
  readonly openedAtMs: number
  readonly openedSeq: number
  readonly parentLockoutId: string | null
  readonly policyVersion: string
  /** Starts at 1; rises when the holder of the claim, the brief or the decision to uphold changes. */
  readonly version: number
  readonly brief: Brief
  readonly briefDigest: string
  readonly claim: { readonly by: Person; readonly untilMs: number } | null
  readonly acknowledgements: readonly {
    readonly by: Person
    readonly briefDigest: string
    readonly atMs: number
  }[]
  readonly upheld: Upholding | null
  /** What `upheld` replaced, and what stands again when it is withdrawn. */
  readonly upheldBefore: Upholding | null
  readonly request: ResetRequest | null
  /** Times of attempts refused since the lock, oldest first, bounded; for "agents quiet". */
  readonly attemptsAtMs: readonly number[]
  readonly attemptCount: number
}

/** A lockout that was reset. */
export interface ClosedLockout {
  readonly lockoutId: string
  readonly cause: LockoutCause
  readonly openedAtMs: number
  readonly openedSeq: number
  readonly closedAtMs: number
  readonly closedSeq: number
  readonly closedBy: Person
  readonly reasonCode: string
}

/** The guard of one account: a fold of its events, and all that a decision needs. */
export interface GuardState {
  readonly accountId: string
  readonly name: string
  readonly handle: string
  readonly recorded: boolean
  readonly seq: number
  /** The account's clock: the newest decision, lockout or reset. It never runs backwards. */
  readonly lastDecidedAtMs: number
  readonly policyVersion: string | null
  readonly policy: Policy | null
  /** The tier recorded at the last decision. */
  readonly tier: Tier
  /** Times of counted actions, oldest first; at most a day old and at most `countedCap` of them. */
  readonly countedAtMs: readonly number[]
  /** Attempts of the last hour, newest last, at most `recentCap`. */
  readonly recent: readonly RecentAction[]
  readonly minutes: readonly BriefMinute[]
  /** Autonomous actions admitted in the last day, by category, oldest first, bounded. */
  readonly admitted: Readonly<Partial<Record<ActionCategory, readonly AdmittedAction[]>>>
  readonly lastAdmittedEditAtMs: number | null
  /** Edits that were paced and told when to come back, in the order of being told; bounded. */
  readonly promises: readonly PacePromise[]
  readonly lockout: ActiveLockout | null
  /** Earlier lockouts, newest last, bounded. */
  readonly closedLockouts: readonly ClosedLockout[]
  readonly probation: {
    readonly startedAtMs: number
    readonly endsAtMs: number
    readonly admittedEdits: number
    readonly lockoutId: string
  } | null
}
