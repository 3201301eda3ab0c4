import { z } from 'zod'
import { resetReasonCodes } from '../../engine/guard/events.ts'
import { lockoutCauseSchema } from './account-row.ts'
import { personViewSchema } from './person-view.ts'

/** The lease of the reviewer who works on a lockout. */
export const claimViewSchema = z.object({ by: personViewSchema, untilMs: z.int() })
export type ClaimView = z.infer<typeof claimViewSchema>

/** How fast the actions came that tripped: `actionCount` of them within `spanMs`. */
export const trippedSchema = z.object({
  actionCount: z.int(),
  spanMs: z.int(),
  windowMinutes: z.int(),
  threshold: z.int(),
  actionsPerMinute: z.number(),
})
export type Tripped = z.infer<typeof trippedSchema>

/** One lockout as lists show it. */
export const lockoutRowSchema = z.object({
  lockoutId: z.string(),
  accountId: z.string(),
  handle: z.string(),
  recorded: z.boolean(),
  status: z.enum(['active', 'reset']),
  cause: lockoutCauseSchema,
  openedAtMs: z.int(),
  /** Null when it was not velocity that tripped. */
  tripped: trippedSchema.nullable(),
  /** Who locked, for `kill_switch`. */
  openedBy: personViewSchema.nullable(),
  /** Its place among the account's lockouts of 24 h: 2 reads "second in 24 h". */
  ordinalInDay: z.int(),
  /** Null when unclaimed or the lease has run out. */
  claim: claimViewSchema.nullable(),
  upheld: z
    .object({ by: personViewSchema, atMs: z.int(), note: z.string(), reviewAtMs: z.int().nullable() })
    .nullable(),
  attemptCount: z.int(),
  lastAttemptAtMs: z.int().nullable(),
  /** Distinct agents and targets among those that tripped; null when not velocity. */
  agents: z.int().nullable(),
  targets: z.int().nullable(),
  reset: z.object({ atMs: z.int(), by: personViewSchema, reasonCode: z.enum(resetReasonCodes) }).nullable(),
})
export type LockoutRow = z.infer<typeof lockoutRowSchema>

/** GET lockouts: all active ones (undecided, oldest first, then upheld, next review first), then reset ones, newest first, at most 200. */
export const lockoutsViewSchema = z.object({
  asOfMs: z.int(),
  active: z.array(lockoutRowSchema),
  closed: z.array(lockoutRowSchema),
})
export type LockoutsView = z.infer<typeof lockoutsViewSchema>
