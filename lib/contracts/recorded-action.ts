import { z } from 'zod'
import { recordedName, recordedTime } from './recorded-line.ts'

const outside = 'must be from 0 to 1'
const fraction = z.number('must be a number from 0 to 1').min(0, outside).max(1, outside)

/** One line of a recorded action history (JSON Lines); the order of the file is the order of the log. */
export const recordedActionSchema = z.strictObject({
  /** Milliseconds once read; the clock of a replay. */
  occurredAt: recordedTime,
  accountId: recordedName,
  agentId: recordedName,
  actionType: recordedName,
  targetId: recordedName,
  actionId: recordedName.optional(),
  riskScore: fraction.optional(),
  impactScore: fraction.optional(),
  origin: z.enum(['agent', 'executor', 'human']).optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
})
export type RecordedAction = z.output<typeof recordedActionSchema>
