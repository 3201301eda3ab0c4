import type { LiftStopOrderInput, SetStopOrderInput } from '../contracts/stop-order-actions.ts'
import type { Action } from './lockout-actions.ts'

export type SetStopOrder = Action<SetStopOrderInput, { stopOrderId: string }>
export type LiftStopOrder = Action<LiftStopOrderInput>
