import type { Tier } from '../policy/policy.ts'
import type { LockoutCause } from './events.ts'

/** One sentence of a brief with the events that bear it out; none left means unsupported. */
export interface BriefClaim {
  /** Stable name of the kind of claim, such as `what_tripped`. */
  readonly id: string
  readonly sentence: string
  /** Sequence numbers in the account's stream. */
  readonly evidence: readonly number[]
}

/** Velocity of one minute of the last hour before the lockout. */
export interface BriefMinute {
  readonly startsAtMs: number
  readonly admitted: number
  readonly held: number
  readonly blocked: number
}

/** The diagnostic brief: written from recorded events only, so the same events give the same brief. */
export interface Brief {
  readonly type: 'diagnostic_brief'
  readonly severity: 'critical'
  readonly tier: Tier
  readonly cause: LockoutCause
  readonly userRationale: string
  readonly validationViolations: readonly string[]
  readonly actionType: string
  readonly atMs: number
  readonly claims: readonly BriefClaim[]
  /** What speaks against a lockout; shown beside the claims, never folded away. */
  readonly counterEvidence: readonly BriefClaim[]
  /** What a reviewer should check before a reset. */
  readonly checks: readonly string[]
  readonly lastHour: readonly BriefMinute[]
  /** Reviewers' notes and corrections, oldest first; each makes a new digest. */
  readonly notes: readonly { readonly by: string; readonly atMs: number; readonly note: string }[]
}
