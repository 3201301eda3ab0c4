import { z } from 'zod'
import { accountRowSchema, accountStateSchema } from './account-row.ts'
import { decisionRowSchema } from './decision-row.ts'
import { deliveryRowSchema } from './deliveries-view.ts'
import { lockoutRowSchema } from './lockout-row.ts'
import { personViewSchema } from './person-view.ts'

/** One change of an account's state. */
export const transitionRowSchema = z.object({
  seq: z.int(),
  atMs: z.int(),
  from: accountStateSchema,
  to: accountStateSchema,
  /** "15 in 5 min, limit 15", "Reset by T. Rivera". */
  because: z.string(),
  /** "Edits locked out, brief written", "Edits paced, one per 75 s". */
  response: z.string(),
  /** The lockout that it opened or closed. */
  lockoutId: z.string().nullable(),
  /** Its dispatch to an executor; null when it is routed to none. */
  delivery: deliveryRowSchema.nullable(),
})
export type TransitionRow = z.infer<typeof transitionRowSchema>

/** GET account: its distance to each limit, what changed, what was decided lately. The chart is read apart. */
export const accountViewSchema = z.object({
  asOfMs: z.int(),
  account: accountRowSchema,
  /** The last reset, for the head; null when there was none. */
  lastReset: z
    .object({ lockoutId: z.string(), atMs: z.int(), by: personViewSchema, lockedForMs: z.int() })
    .nullable(),
  /** Newest first, at most 50. */
  transitions: z.array(transitionRowSchema),
  /** Newest first, at most 50. */
  decisions: z.array(decisionRowSchema),
  /** Who acts on it: agents of the last 24 h, most attempts first. */
  agents: z.array(
    z.object({ agentId: z.string(), attempts: z.int(), admitted: z.int(), lastAttemptAtMs: z.int() }),
  ),
  /** Newest first, at most 20. */
  lockouts: z.array(lockoutRowSchema),
})
export type AccountView = z.infer<typeof accountViewSchema>
