import { z } from 'zod'
import { deliveryRowSchema } from './deliveries-view.ts'
import { personViewSchema } from './person-view.ts'

/** One executor: a name that policies route to, and what it stands for now. */
export const executorRowSchema = z.object({
  name: z.string(),
  /** What Interlock's own handler of this name does; null when there is none. */
  builtIn: z.string().nullable(),
  /** The webhook that it is pointed at; null when it is at none. */
  webhook: z.object({ url: z.string(), changedAtMs: z.int(), changedBy: personViewSchema }).nullable(),
  /** The policies in force that route to it. */
  namedBy: z.array(
    z.object({
      policyName: z.string(),
      policyVersion: z.string(),
      tier: z.enum(['tier_1', 'tier_2']),
      /** Accounts under it. */
      accounts: z.int(),
    }),
  ),
  /** Its newest delivery; null when there was none. */
  last: deliveryRowSchema.nullable(),
})
export type ExecutorRow = z.infer<typeof executorRowSchema>

/** GET executors: those built in first, then by name. */
export const executorsViewSchema = z.object({
  asOfMs: z.int(),
  executors: z.array(executorRowSchema),
})
export type ExecutorsView = z.infer<typeof executorsViewSchema>
