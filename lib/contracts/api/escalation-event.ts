import { z } from 'zod'
import { escalationSchema } from './decision.ts'

const { from, confidence, riskClass, rationale, velocity, lockoutAutoEdits, policyVersion } =
  escalationSchema.shape

/** The CloudEvent that an executor's webhook is sent: one transition, as the account's log has it. */
export const escalationEventSchema = z.object({
  specversion: z.literal('1.0'),
  /** The delivery's, the same at every attempt; also the header `webhook-id`. */
  id: z.string(),
  source: z.literal('interlock'),
  type: z.literal('interlock.escalation'),
  /** The account. */
  subject: z.string(),
  /** When it was decided. */
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  data: z.object({
    accountId: z.string(),
    /** Of the `tier_changed` in the account's log. */
    sequence: z.int(),
    decidedAt: z.iso.datetime(),
    from,
    tier: z.enum(['tier_1', 'tier_2']),
    action: z.literal('route_to_autonomous_executor'),
    executor: z.string(),
    confidence,
    riskClass,
    rationale,
    velocity,
    lockoutAutoEdits,
    policyVersion,
    /** The action that moved the tier, and whose it was. */
    actionId: z.string().nullable(),
    agentId: z.string().nullable(),
  }),
})
export type EscalationEvent = z.infer<typeof escalationEventSchema>
