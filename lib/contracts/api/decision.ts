import { z } from 'zod'
import { timeSchema } from './action-body.ts'

export const tierSchema = z.enum(['none', 'tier_1', 'tier_2', 'tier_3'])
const riskSchema = z.enum(['low', 'medium', 'high', 'critical'])

/** Velocity in one tier's window. */
export const signalSchema = z.object({
  windowMinutes: z.int(),
  actionCount: z.int(),
  /** Rounded to 4 decimals. */
  actionsPerMinute: z.number(),
  triggered: z.boolean(),
})

/** A tier transition, with the seed's decision payload. */
export const escalationSchema = z.object({
  from: tierSchema,
  tier: tierSchema,
  action: z.enum([
    'route_to_autonomous_executor',
    'lockout_autonomous_edits',
    'lockout_enforced',
    'stand_down',
  ]),
  confidence: z.number(),
  riskClass: riskSchema,
  rationale: z.string(),
  velocity: z
    .object({
      windowMinutes: z.int(),
      actionCount: z.int(),
      actionsPerMinute: z.number(),
      thresholdActionsPerMinute: z.number(),
    })
    .nullable(),
  lockoutAutoEdits: z.boolean(),
  executor: z.string().nullable(),
  policyVersion: z.string(),
})

/** The gate's answer to one action, whatever the verdict. */
export const decisionSchema = z.object({
  accountId: z.string(),
  actionId: z.string(),
  verdict: z.enum(['allow', 'needs_approval', 'blocked']),
  /** All that apply, the deciding one first; empty when nothing speaks against the action. */
  reasons: z.array(z.object({ code: z.string(), message: z.string() })),
  tier: tierSchema,
  signals: z.object({ tier_1: signalSchema, tier_2: signalSchema, tier_3: signalSchema }),
  escalation: escalationSchema.nullable(),
  /** The lockout that refused it or that it opened. */
  lockoutId: z.string().nullable(),
  /** The approval that it waits for; null unless the verdict is `needs_approval`. */
  approvalId: z.string().nullable(),
  /** SHA-256 of the canonical request; a claim that names it is refused when the action is another. */
  digest: z.string(),
  /** When it may be tried again, if waiting is what it needs. */
  retryAfterMs: z.int().nullable(),
  riskLevel: riskSchema,
  confidence: z.number(),
  policyVersion: z.string(),
  decidedAt: timeSchema,
  /** Its place in the account's log; null for a check, which is recorded nowhere. */
  sequence: z.int().nullable(),
  /** In shadow mode the verdict is `allow`, whatever enforce would have said. */
  shadow: z.boolean(),
  /** Answered from the first decision of the same action id. */
  replayed: z.boolean(),
})
export type Decision = z.infer<typeof decisionSchema>

/** `POST /api/v1/actions/{accountId}/{actionId}/claim`: the grant, taken once. */
export const grantSchema = z.object({
  accountId: z.string(),
  actionId: z.string(),
  digest: z.string(),
  claimedAt: timeSchema,
  /** Report the outcome before this; afterwards it stands as unknown. */
  outcomeDueAt: timeSchema,
})
export type Grant = z.infer<typeof grantSchema>

/** `GET /api/v1/actions/{accountId}/{actionId}`, and the answer to an outcome. */
export const actionStateSchema = decisionSchema.extend({
  state: z.enum([
    'allowed',
    'held',
    'blocked',
    'approved',
    'rejected',
    'expired',
    'claimed',
    'succeeded',
    'failed',
    'unknown',
  ]),
  /** Until when it may be approved or claimed. */
  expiresAt: timeSchema,
  /** When its outcome is due; null unless it is claimed. */
  outcomeDueAt: timeSchema.nullable(),
})
export type ActionState = z.infer<typeof actionStateSchema>
