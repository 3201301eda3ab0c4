import { z } from 'zod'
import { intervalSchema } from './account-row.ts'

/** How far back the chart of a post goes; `all` from its first sample. */
export const recoveryRanges = ['1h', '6h', '24h', '7d', 'all'] as const
export const recoveryRangeSchema = z.enum(recoveryRanges)
export type RecoveryRange = z.infer<typeof recoveryRangeSchema>

const intensity = z.enum(['tier_1', 'tier_2', 'tier_3'])

/** Why there is no rate to judge. */
export const unjudgedSchema = z.enum(['insufficient_samples', 'metrics_regressed', 'insufficient_exposure'])
export type Unjudged = z.infer<typeof unjudgedSchema>

/**
 * What was measured at a moment, over the trailing window: [atMs, rate, new impressions]. The rate is null where the
 * rules would not judge it.
 */
export const ratePointSchema = z.tuple([z.int(), z.number().nullable(), z.int()])
export type RatePoint = z.infer<typeof ratePointSchema>

/** The engagement of a post over a range, as its evaluations see it, and what was done meanwhile. */
export const recoverySeriesSchema = z.object({
  asOfMs: z.int(),
  fromMs: z.int(),
  toMs: z.int(),
  windowMinutes: z.number(),
  minImpressions: z.int(),
  minSamples: z.int(),
  /** Ascending, at most 1000. */
  points: z.array(ratePointSchema),
  /** Stretches without a judged rate, from the last judged moment to the next. */
  gaps: z.array(intervalSchema.extend({ why: unjudgedSchema })),
  /** Where each zone begins, from the highest rate down; `intensity` is null for healthy. `toRate` null: no end. */
  zones: z.array(
    z.object({ intensity: intensity.nullable(), fromRate: z.number(), toRate: z.number().nullable() }),
  ),
  /** New impressions by bucket, ascending; buckets before the first sample are left out. */
  exposure: z.object({
    bucketMs: z.int(),
    buckets: z.array(z.object({ fromMs: z.int(), newImpressions: z.int() })),
  }),
  /** Ascending; those that planned nothing are thinned out on long ranges. */
  evaluations: z.array(
    z.object({
      atMs: z.int(),
      rate: z.number().nullable(),
      /** The intensity of the action that it planned; null when it planned none. */
      planned: intensity.nullable(),
    }),
  ),
  evaluationsThinned: z.boolean(),
  actions: z.array(
    z.object({ actionId: z.string(), atMs: z.int(), actionType: z.string(), intensity, status: z.string() }),
  ),
  /** Where the post became healthy after actions, and which episode that ended. */
  recoveries: z.array(z.object({ atMs: z.int(), episode: z.int() })),
})
export type RecoverySeries = z.infer<typeof recoverySeriesSchema>
