import { z } from 'zod'

/** How an attempt was answered, as the console draws it. */
export const attemptOutcomeSchema = z.enum(['admitted', 'held', 'paced', 'blocked', 'refused_by_lockout'])
export type AttemptOutcome = z.infer<typeof attemptOutcomeSchema>

/** Where a decided action stands in its life. */
export const actionLifeSchema = z.enum([
  'allowed',
  'blocked',
  'held',
  'approved',
  'rejected',
  'expired',
  'claimed',
  'succeeded',
  'failed',
  'unknown',
])
export type ActionLife = z.infer<typeof actionLifeSchema>

/** One decided action. */
export const decisionRowSchema = z.object({
  seq: z.int(),
  atMs: z.int(),
  actionId: z.string(),
  agentId: z.string(),
  actionType: z.string(),
  targetId: z.string(),
  origin: z.enum(['agent', 'executor', 'human']),
  outcome: attemptOutcomeSchema,
  /** The deciding reason. */
  reason: z.object({ code: z.string(), message: z.string() }),
  /** What became of it since; null where that was not read. */
  life: actionLifeSchema.nullable(),
  tier: z.enum(['none', 'tier_1', 'tier_2', 'tier_3']),
  counted: z.boolean(),
  /** What enforce would have answered, in shadow mode, and its deciding reason; else null. */
  shadowOutcome: attemptOutcomeSchema.nullable(),
  shadowReason: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type DecisionRow = z.infer<typeof decisionRowSchema>
