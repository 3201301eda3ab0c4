import { z } from 'zod'
import { idText } from './text.ts'

/** The body of `POST …/claim`; `{}` will do. */
export const claimBodySchema = z.strictObject({
  /** The decision's digest: the claim is refused when the agent is about to do something else. */
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be the digest of the decision, 64 hex digits')
    .optional(),
})

const freeText = z.string('must be a text').max(2000, 'must have at most 2000 characters')

/** The body of `POST …/outcome`. */
export const outcomeBodySchema = z.strictObject({
  status: z.enum(['succeeded', 'failed', 'unknown'], 'must be succeeded, failed or unknown'),
  errorCode: idText(100).optional(),
  /** The platform's own reference, such as the id of a comment. */
  reference: freeText.optional(),
  detail: freeText.optional(),
})
export type OutcomeBody = z.output<typeof outcomeBodySchema>
