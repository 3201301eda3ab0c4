import { z } from 'zod'

const reason = (message: string) => z.string().trim().min(1, message).max(2000, 'At most 2000 characters')
const postNo = z.string().regex(/^[1-9]\d{0,17}$/, 'The number of a post')

/** `settleRecoveryAction`: what a reviewer found out about an action whose outcome the platform could not tell. */
export const settleRecoveryActionSchema = z.object({
  actionId: z.string().min(1),
  /** Whether the platform shows its effect. */
  happened: z.boolean(),
  reason: reason('Write what you found'),
})
export type SettleRecoveryActionInput = z.infer<typeof settleRecoveryActionSchema>

/** `cancelRecoveryAction`: an action that waits to be dispatched is called off. */
export const cancelRecoveryActionSchema = z.object({
  actionId: z.string().min(1),
  reason: reason('Write why it is called off'),
})
export type CancelRecoveryActionInput = z.infer<typeof cancelRecoveryActionSchema>

/** `evaluatePost`: a post is looked at now, due or not. */
export const evaluatePostSchema = z.object({ postNo })
export type EvaluatePostInput = z.infer<typeof evaluatePostSchema>

/** `pausePost`: recovery leaves a post alone until a person resumes it. */
export const pausePostSchema = z.object({ postNo, reason: reason('Write why it is paused') })
export type PausePostInput = z.infer<typeof pausePostSchema>

/** `resumePost`: the pause that the reviewer sees is over. */
export const resumePostSchema = z.object({
  postNo,
  /** When the pause on their screen began. */
  pausedAtMs: z.int(),
  reason: reason('Write why it is resumed'),
})
export type ResumePostInput = z.infer<typeof resumePostSchema>
