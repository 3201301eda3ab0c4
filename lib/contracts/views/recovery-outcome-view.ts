import { z } from 'zod'

/** So many of `of` impressions were engaged with. */
const proportion = z.object({ count: z.int(), of: z.int() })

/** A change of the engagement rate with its 95 % interval, in fractions of 1; on screen in percentage points. */
export const liftSchema = z.object({ estimate: z.number(), low: z.number(), high: z.number() })
export type LiftView = z.output<typeof liftSchema>

/** What one recovery action came to, or how far its measurement has come. */
export const recoveryOutcomeSchema = z.object({
  actionId: z.string(),
  actionType: z.enum(['comment', 'edit', 'thread']),
  intensity: z.enum(['tier_1', 'tier_2', 'tier_3']),
  /** When the attempt that had the effect began. */
  actedAtMs: z.int(),
  /** `measuring` until the outcome is final; from then on nothing changes any more. */
  verdict: z.enum(['measuring', 'inconclusive', 'improved', 'worse', 'no_clear_change']),
  /** Before the action: the window of the evaluation that planned it. */
  baseline: proportion,
  /** After the action, over as much exposure as the baseline had, as far as it got. */
  followUp: proportion,
  /** Null while measuring and when inconclusive. */
  lift: liftSchema.nullable(),
  /** When the follow-up ends, whatever exposure it has by then: its horizon or the next action. */
  followUpEndsAtMs: z.int(),
  /** Impressions that each side needs for a figure. */
  neededImpressions: z.int(),
})
export type RecoveryOutcomeView = z.output<typeof recoveryOutcomeSchema>
