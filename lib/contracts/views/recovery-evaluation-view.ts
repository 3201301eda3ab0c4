import { z } from 'zod'
import { evaluationRowSchema } from './recovery-post-view.ts'

/** GET recoveryEvaluation: one evaluation with everything that it looked at. */
export const recoveryEvaluationSchema = z.object({
  evaluation: evaluationRowSchema,
  policyVersion: z.string().nullable(),
  /** Newest first, as the evaluation had them. */
  samples: z.array(z.object({ atMs: z.int(), impressions: z.int(), engagements: z.int() })),
  /** Earlier actions as they stood then. */
  actions: z.array(
    z.object({
      actionType: z.string(),
      idempotencyKey: z.string(),
      episode: z.int(),
      status: z.string(),
      firstAttemptAtMs: z.int().nullable(),
    }),
  ),
  /** When actions of the whole account had been dispatched; for its budget. */
  accountDispatchesAtMs: z.array(z.int()),
})
export type RecoveryEvaluationView = z.infer<typeof recoveryEvaluationSchema>
