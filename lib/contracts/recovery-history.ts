import { z } from 'zod'
import { type RecoveryStatus, recoveryStatuses } from '../engine/recovery/recovery-action.ts'
import { recordedName, recordedTime } from './recorded-line.ts'

/** The seed calls a succeeded action `success`. */
const status = z
  .enum([...recoveryStatuses, 'success'])
  .transform((name): RecoveryStatus => (name === 'success' ? 'succeeded' : name))

/** One earlier recovery action (JSON Lines), for `evaluate --history`. */
export const recoveryHistorySchema = z.strictObject({
  postId: recordedName,
  /** Whose budget it took from; where it is absent, the account of the post's samples. */
  accountId: recordedName.optional(),
  platform: recordedName.optional(),
  actionType: z.enum(['comment', 'edit', 'thread']),
  tier: z.enum(['tier_1', 'tier_2', 'tier_3']),
  idempotencyKey: recordedName,
  /** Milliseconds once read. */
  initiatedAt: recordedTime,
  status,
})
export type RecordedRecoveryAction = z.output<typeof recoveryHistorySchema>
