import { z } from 'zod'
import { stopScopeSchema } from '../stop-scope.ts'
import { timeSchema } from './action-body.ts'
import { signalSchema, tierSchema } from './decision.ts'

const distanceSchema = signalSchema.extend({
  /** The count at which the tier triggers. */
  threshold: z.int(),
  /** Actions left before it does; 0 when it has. */
  left: z.int(),
})

/** `GET /api/v1/accounts/{accountId}/guard`: where the account stands before its next action. */
export const accountGuardSchema = z.object({
  accountId: z.string(),
  asOf: timeSchema,
  sequence: z.int(),
  tier: tierSchema,
  signals: z.object({ tier_1: distanceSchema, tier_2: distanceSchema, tier_3: distanceSchema }),
  lockout: z
    .object({
      lockoutId: z.string(),
      cause: z.enum(['velocity_tier_3', 'probation_breached', 'kill_switch']),
      openedAt: timeSchema,
      /** Autonomous edits refused since. */
      refusedAttempts: z.int(),
    })
    .nullable(),
  probation: z.object({ endsAt: timeSchema, editsLeft: z.int() }).nullable(),
  /** Orders in force that refuse this account's autonomous actions, or some of them. */
  stopOrders: z.array(
    z.object({
      stopOrderId: z.string(),
      scope: stopScopeSchema,
      reason: z.string(),
      /** Null when only a person ends it. */
      expiresAt: timeSchema.nullable(),
    }),
  ),
  policy: z.object({ name: z.string(), version: z.string(), mode: z.enum(['enforce', 'shadow']) }),
})
export type AccountGuard = z.infer<typeof accountGuardSchema>
