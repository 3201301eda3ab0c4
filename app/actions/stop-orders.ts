'use server'

import type { ActionResult } from '#lib/contracts/action-result.ts'
import {
  type LiftStopOrderInput,
  liftStopOrderSchema,
  type SetStopOrderInput,
  setStopOrderSchema,
} from '#lib/contracts/stop-order-actions.ts'
import { runAction } from '#lib/http/run-action.ts'
import * as lift from '#lib/services/stop-orders/lift-stop-order.ts'
import * as set from '#lib/services/stop-orders/set-stop-order.ts'

/** Refuses the autonomous actions of a scope from the next decision of every process on. */
export async function setStopOrder(input: SetStopOrderInput): Promise<ActionResult<{ stopOrderId: string }>> {
  return runAction(
    setStopOrderSchema,
    input,
    async (parsed, { runtime, actor }) => ({
      kind: 'done',
      value: await set.setStopOrder(runtime, actor, parsed),
    }),
    'lead',
  )
}

/** Lets them pass again. */
export async function liftStopOrder(input: LiftStopOrderInput): Promise<ActionResult> {
  return runAction(
    liftStopOrderSchema,
    input,
    async (parsed, { runtime, actor }) => {
      await lift.liftStopOrder(runtime, actor, parsed)
      return { kind: 'done', value: null }
    },
    'lead',
  )
}
