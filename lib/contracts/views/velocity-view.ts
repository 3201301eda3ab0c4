import { z } from 'zod'
import {
  accountStateSchema,
  activeTierSchema,
  intervalSchema,
  lockoutCauseSchema,
  stepPointSchema,
} from './account-row.ts'
import { trippedSchema } from './lockout-row.ts'
import { personViewSchema } from './person-view.ts'

export const velocityRanges = ['1h', '6h', '24h', '7d', '30d'] as const
export const velocityRangeSchema = z.enum(velocityRanges)
export type VelocityRange = z.infer<typeof velocityRangeSchema>

/** One tier's lane: its own window, its own scale. */
export const velocityLaneSchema = z.object({
  tier: activeTierSchema,
  windowMinutes: z.int(),
  /** The integer k, and the rate it stands for, under the policy in force at `asOfMs`. */
  threshold: z.int(),
  actionsPerMinute: z.number(),
  /** Ascending, the first at `fromMs`; at most about 1500. */
  points: z.array(stepPointSchema),
  /** Count at `asOfMs`, and what is left to the threshold. */
  count: z.int(),
  left: z.int(),
  /** Where the tier's response was in force; nothing for tier 3, which locks out instead. */
  inForce: z.array(intervalSchema),
})
export type VelocityLane = z.infer<typeof velocityLaneSchema>

/** Attempts that began in [fromMs, fromMs + bucketMs). */
export const attemptBucketSchema = z.object({
  fromMs: z.int(),
  admitted: z.int(),
  held: z.int(),
  paced: z.int(),
  /** Blocked for any other reason but a lockout in force; the action that trips tier 3 is one. */
  blocked: z.int(),
  refusedByLockout: z.int(),
})
export type AttemptBucket = z.infer<typeof attemptBucketSchema>

/** What the chart marks at a moment; `seq` is the event in the account's stream. */
export const velocityFlagSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('tier_changed'),
    atMs: z.int(),
    seq: z.int(),
    from: z.enum(['none', 'tier_1', 'tier_2', 'tier_3']),
    to: z.enum(['none', 'tier_1', 'tier_2', 'tier_3']),
  }),
  z.object({
    kind: z.literal('lockout_opened'),
    atMs: z.int(),
    seq: z.int(),
    lockoutId: z.string(),
    cause: lockoutCauseSchema,
    tripped: trippedSchema.nullable(),
  }),
  z.object({
    kind: z.literal('lockout_reset'),
    atMs: z.int(),
    seq: z.int(),
    lockoutId: z.string(),
    by: personViewSchema,
  }),
  z.object({ kind: z.literal('policy_assigned'), atMs: z.int(), seq: z.int(), policyVersion: z.string() }),
])
export type VelocityFlag = z.infer<typeof velocityFlagSchema>

/** GET velocity: an account's counts against its thresholds over a range. */
export const velocityViewSchema = z.object({
  accountId: z.string(),
  asOfMs: z.int(),
  fromMs: z.int(),
  toMs: z.int(),
  /** `exact`: every change of every count. `peaks`: the highest count of each `bucketMs` (a minute or more). */
  resolution: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('exact') }),
    z.object({ kind: z.literal('peaks'), bucketMs: z.int() }),
  ]),
  /** Tier 3, tier 2, tier 1, in this order; empty without a policy. */
  lanes: z.array(velocityLaneSchema),
  /** Intervals that did not count because a lockout was in force. */
  notCounting: z.array(intervalSchema),
  attempts: z.object({ bucketMs: z.int(), buckets: z.array(attemptBucketSchema) }),
  /** Without gaps from `fromMs` to `toMs`; `unknown` before the account was opened. */
  ribbon: z.array(intervalSchema.extend({ state: accountStateSchema })),
  /** Ascending. */
  flags: z.array(velocityFlagSchema),
})
export type VelocityView = z.infer<typeof velocityViewSchema>
