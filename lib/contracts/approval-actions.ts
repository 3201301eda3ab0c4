import { z } from 'zod'

/** `answerApproval`: a reviewer's one answer to a held action, on the parameters of this digest. */
export const answerApprovalSchema = z.object({
  approvalId: z.string().min(1),
  approved: z.boolean(),
  digest: z.string().min(1),
  reason: z.string().trim().min(1, 'Write a reason').max(2000),
})
export type AnswerApprovalInput = z.infer<typeof answerApprovalSchema>
