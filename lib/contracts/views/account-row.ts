import { z } from 'zod'
import { personViewSchema } from './person-view.ts'

export const activeTierSchema = z.enum(['tier_1', 'tier_2', 'tier_3'])
export const lockoutCauseSchema = z.enum(['velocity_tier_3', 'probation_breached', 'kill_switch'])

/** What an account is in, most severe first; `unknown` when its state could not be read just now. */
export const accountStateSchema = z.enum([
  'locked_out',
  'probation',
  'tier_3',
  'tier_2',
  'tier_1',
  'none',
  'unknown',
])
export type AccountState = z.infer<typeof accountStateSchema>

/** An interval [fromMs, toMs); one that still lasts ends at the view's `asOfMs`. */
export const intervalSchema = z.object({ fromMs: z.int(), toMs: z.int() })
export type IntervalView = z.infer<typeof intervalSchema>

/** A point of a step line: [atMs, count], the count from that moment on. */
export const stepPointSchema = z.tuple([z.int(), z.int()])
export type StepPoint = z.infer<typeof stepPointSchema>

/** The distance to one tier at `asOfMs`. */
export const tierDistanceSchema = z.object({
  tier: activeTierSchema,
  windowMinutes: z.int(),
  /** The integer k: the k-th counted action inside the window triggers. */
  threshold: z.int(),
  actionsPerMinute: z.number(),
  count: z.int(),
  /** max(0, threshold - count). */
  left: z.int(),
  /** Whether the tier's response is in force now. */
  inForce: z.boolean(),
})
export type TierDistance = z.infer<typeof tierDistanceSchema>

/** One account as lists and heads show it. */
export const accountRowSchema = z.object({
  accountId: z.string(),
  name: z.string(),
  /** With its `@` when the platform has one; what a reset asks to be typed out. */
  handle: z.string(),
  /** Filled by replaying a recorded trace, not by a live agent. */
  recorded: z.boolean(),
  state: accountStateSchema,
  /** Null when no policy is assigned. */
  policy: z.object({ name: z.string(), version: z.string(), mode: z.enum(['enforce', 'shadow']) }).nullable(),
  /** Tier 3, tier 2, tier 1, in this order; empty when unknown or without a policy. */
  tiers: z.array(tierDistanceSchema),
  /** Shortest time between two admitted edits while tier 1 paces; null when the policy does not pace. */
  paceIntervalMs: z.int().nullable(),
  /** Whether the policy holds edits for approval while tier 2 is in force. */
  holdsEdits: z.boolean(),
  lockout: z
    .object({
      lockoutId: z.string(),
      cause: lockoutCauseSchema,
      openedAtMs: z.int(),
      /** Attempts refused since. */
      attemptCount: z.int(),
      lastAttemptAtMs: z.int().nullable(),
      upheld: z.object({ by: personViewSchema, reviewAtMs: z.int().nullable() }).nullable(),
    })
    .nullable(),
  probation: z
    .object({ startedAtMs: z.int(), endsAtMs: z.int(), admittedEdits: z.int(), maxActions: z.int() })
    .nullable(),
  /** Attempts of the last hour by answer, and how many agents made them. */
  lastHour: z.object({
    agents: z.int(),
    admitted: z.int(),
    held: z.int(),
    paced: z.int(),
    blocked: z.int(),
    /** Of those that shadow mode admitted: what enforce would have answered, and when it would first have locked out. */
    shadow: z.object({
      blocked: z.int(),
      held: z.int(),
      paced: z.int(),
      lockoutAtMs: z.int().nullable(),
    }),
  }),
  lastAttemptAtMs: z.int().nullable(),
  /** Tier 3's count over the last hour (at most 120 points) and where it was not counting. */
  spark: z.object({
    fromMs: z.int(),
    toMs: z.int(),
    points: z.array(stepPointSchema),
    locked: z.array(intervalSchema),
  }),
})
export type AccountRow = z.infer<typeof accountRowSchema>

/** GET accounts: every account, closest to a lockout first. */
export const accountsViewSchema = z.object({ asOfMs: z.int(), accounts: z.array(accountRowSchema) })
export type AccountsView = z.infer<typeof accountsViewSchema>
