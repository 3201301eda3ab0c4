import { z } from 'zod'
import { parametersSchema } from './parameters.ts'
import { idText } from './text.ts'

const score = z
  .number('must be a number from 0 to 1')
  .min(0, 'must be a number from 0 to 1')
  .max(1, 'must be a number from 0 to 1')

/** A time as RFC 3339 with an offset: without one nobody knows when it was. */
export const timeSchema = z.iso
  .datetime({ offset: true, error: 'must be an RFC 3339 time with an offset, such as 2026-01-31T12:00:00Z' })
  .meta({ description: 'RFC 3339 with an offset' })

/** The body of `POST /api/v1/actions` and `/actions/check`. */
export const actionBodySchema = z.strictObject(
  {
    accountId: idText(200),
    /** The client's, unique in the account; sent again it answers from the first decision. */
    actionId: idText(200),
    type: idText(100),
    target: z.strictObject(
      {
        id: idText(500),
        platform: idText(100).optional(),
        url: z.url('must be an absolute URL').max(2000, 'must have at most 2000 characters').optional(),
      },
      'must be an object with an id',
    ),
    parameters: parametersSchema,
    riskScore: score.optional(),
    impactScore: score.optional(),
    /** The agent's claim of when; stored, never used to decide. */
    occurredAt: timeSchema.optional(),
    /** `human` needs a key that may say so. */
    origin: z.enum(['agent', 'human'], 'must be agent or human').default('agent'),
  },
  'must be a JSON object',
)
export type ActionBody = z.output<typeof actionBodySchema>
