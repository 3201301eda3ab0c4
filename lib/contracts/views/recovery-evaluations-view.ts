import { z } from 'zod'
import { evaluationRowSchema } from './recovery-post-view.ts'

/** Where a page of evaluations begins: after this one, newest first. */
export const evaluationsQuerySchema = z.object({ before: z.string().regex(/^[1-9]\d{0,17}$/) })

/** One page of the evaluations of a post, newest first. */
export const recoveryEvaluationsViewSchema = z.object({
  evaluations: z.array(evaluationRowSchema),
  /** `before` of the next page; null on the last one. */
  nextBefore: z.string().nullable(),
})
export type RecoveryEvaluationsView = z.infer<typeof recoveryEvaluationsViewSchema>
