import { z } from 'zod'

/** `settleRecoveryAction`: what a reviewer found out about an action whose outcome the platform could not tell. */
export const settleRecoveryActionSchema = z.object({
  actionId: z.string().min(1),
  /** Whether the platform shows its effect. */
  happened: z.boolean(),
  reason: z.string().trim().min(1, 'Write what you found').max(2000),
})
export type SettleRecoveryActionInput = z.infer<typeof settleRecoveryActionSchema>
