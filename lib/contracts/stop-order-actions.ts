import { z } from 'zod'
import { stopScopeSchema } from './stop-scope.ts'

/** Inputs of the server actions in app/actions/stop-orders.ts, named after them; only a lead may run them. */
const reason = z.string().trim().min(10, 'Say why, in 10 characters or more').max(2000)

/** `setStopOrder`: in force from the next decision of every process on, until it ends or is lifted. */
export const setStopOrderSchema = z.object({
  scope: stopScopeSchema,
  reason,
  /** Null when only a person ends it. */
  expiresAtMs: z.int().nullable(),
})
/** `liftStopOrder`: ends it for the next decision of every process. */
export const liftStopOrderSchema = z.object({ stopOrderId: z.string().min(1), reason })

export type SetStopOrderInput = z.infer<typeof setStopOrderSchema>
export type LiftStopOrderInput = z.infer<typeof liftStopOrderSchema>
