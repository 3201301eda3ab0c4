import { z } from 'zod'
import { resetReasonCodes } from '../../engine/guard/events.ts'
import { accountRowSchema } from './account-row.ts'
import { attemptOutcomeSchema, decisionRowSchema } from './decision-row.ts'
import { lockoutRowSchema } from './lockout-row.ts'
import { personViewSchema, viewerSchema } from './person-view.ts'
import { velocityViewSchema } from './velocity-view.ts'

/** One sentence of a brief; `events` is how many stand behind it, and 0 means unsupported. */
export const briefClaimViewSchema = z.object({
  id: z.string(),
  sentence: z.string(),
  events: z.int(),
  /** The newest of them, to name when there is only one. */
  lastSeq: z.int().nullable(),
})
export type BriefClaimView = z.infer<typeof briefClaimViewSchema>

/** The brief as fixed at the lockout, with the reviewers' notes since. */
export const briefViewSchema = z.object({
  digest: z.string(),
  userRationale: z.string(),
  claims: z.array(briefClaimViewSchema),
  counterEvidence: z.array(briefClaimViewSchema),
  checks: z.array(z.string()),
  notes: z.array(z.object({ by: z.string(), atMs: z.int(), note: z.string() })),
  /** Acknowledgements, newest first; those of an older brief are `current: false`. */
  acknowledgements: z.array(z.object({ by: personViewSchema, atMs: z.int(), current: z.boolean() })),
})
export type BriefView = z.infer<typeof briefViewSchema>

export const resetConditionIds = [
  'reviewer_signed_in',
  'claim_and_version',
  'brief_acknowledged',
  'statement_and_handle',
  'agents_quiet',
  'second_reviewer',
] as const

/** One of the six conditions of a reset, in the contract's order, for this viewer and this moment. */
export const resetConditionViewSchema = z.object({
  id: z.enum(resetConditionIds),
  status: z.enum(['met', 'missing', 'waiting']),
  /** One line: "Agents quiet: 14 attempts in 15 min, 11 allowed". */
  title: z.string(),
  /** What is missing, by how much, who can; null when met. */
  detail: z.string().nullable(),
  /** When it can be met at the earliest, if that is known: "Met at 03:18:17 if none follow". */
  earliestAtMs: z.int().nullable(),
})
export type ResetConditionView = z.infer<typeof resetConditionViewSchema>

/** A reset that waits for, or has, its second reviewer. The note is null for those who have not voted and did not ask. */
export const resetRequestViewSchema = z.object({
  requestId: z.string(),
  by: personViewSchema,
  atMs: z.int(),
  expiresAtMs: z.int(),
  reasonCode: z.enum(resetReasonCodes),
  note: z.string().nullable(),
  override: z.string().nullable(),
  vote: z.object({ by: personViewSchema, approved: z.boolean(), atMs: z.int() }).nullable(),
  /** Why it is void, as the end of a sentence: lockout, brief or policy moved, or it has expired. Null while it stands. */
  voidBecause: z.string().nullable(),
})
export type ResetRequestView = z.infer<typeof resetRequestViewSchema>

/** The minutes around the lock, one row per agent, one mark per action. */
export const lockoutZoomSchema = z.object({
  fromMs: z.int(),
  toMs: z.int(),
  agents: z.array(
    z.object({
      agentId: z.string(),
      /** How many of those that tripped are this agent's. */
      ofTripped: z.int(),
      /** At most about 300 marks an agent. */
      marks: z.array(z.object({ seq: z.int(), atMs: z.int(), outcome: attemptOutcomeSchema })),
    }),
  ),
  /** First and last of the actions that tripped, for the bracket; null when not velocity. */
  tripped: z.object({ fromMs: z.int(), toMs: z.int(), lastSeq: z.int() }).nullable(),
})
export type LockoutZoom = z.infer<typeof lockoutZoomSchema>

/** One line of the timeline. */
export const timelineRowSchema = z.object({
  seq: z.int(),
  atMs: z.int(),
  kind: z.enum([
    'lockout_opened',
    'lockout_reset',
    'lockout_upheld',
    'uphold_withdrawn',
    'lockout_claimed',
    'lockout_claim_released',
    'brief_acknowledged',
    'brief_revised',
    'reset_requested',
    'reset_voted',
    'tier_changed',
    'attempt_refused',
  ]),
  /** Null when it was not a person's act. */
  by: personViewSchema.nullable(),
  /** What happened, without the person's name: "claimed the lockout". */
  text: z.string(),
})
export type TimelineRow = z.infer<typeof timelineRowSchema>

/** GET lockout: everything that a reviewer needs to uphold or reset it. */
export const lockoutViewSchema = z.object({
  asOfMs: z.int(),
  viewer: viewerSchema,
  lockout: lockoutRowSchema.extend({
    openedSeq: z.int(),
    /** Rises with every change; acts carry the one on the screen. */
    version: z.int(),
    policyVersion: z.string(),
    policyName: z.string(),
    parentLockoutId: z.string().nullable(),
  }),
  account: accountRowSchema,
  /** The hour up to now while it is active and young, else the hour around the lock. */
  velocity: velocityViewSchema,
  zoom: lockoutZoomSchema,
  brief: briefViewSchema,
  /** All six in the contract's order while active; empty once reset. */
  conditions: z.array(resetConditionViewSchema),
  request: resetRequestViewSchema.nullable(),
  /** What a reset would start: null when the policy has no probation. */
  probation: z.object({ minutes: z.int(), maxActions: z.int() }).nullable(),
  /** Newest first, at most 100, and of refused attempts the latest 50. */
  timeline: z.array(timelineRowSchema),
  /** The account's other lockouts, newest first, at most 5. */
  earlier: z.array(lockoutRowSchema),
})
export type LockoutView = z.infer<typeof lockoutViewSchema>

/** GET evidence: the events behind one claim, oldest first; `missing` are sequences that could not be found. */
export const evidenceViewSchema = z.object({
  claimId: z.string(),
  sentence: z.string(),
  events: z.array(
    z.object({
      seq: z.int(),
      atMs: z.int(),
      type: z.string(),
      /** The decision when it is one; else null. */
      decision: decisionRowSchema.nullable(),
      /** A sentence when it is not a decision; else null. */
      text: z.string().nullable(),
      /** The event's hash, hexadecimal. */
      hash: z.string(),
    }),
  ),
  missing: z.array(z.int()),
})
export type EvidenceView = z.infer<typeof evidenceViewSchema>
