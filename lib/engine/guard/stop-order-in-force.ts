import type { StopOrder } from './commands.ts'
import type { ActionRequest } from './events.ts'
import { unreachable } from '../../shared/assert.ts'

/** The first stop order whose scope holds this action at `nowMs`, or null. Humans are never stopped. */
export function stopOrderInForce(
  stopOrders: readonly StopOrder[],
  accountId: string,
  request: ActionRequest,
  nowMs: number,
): StopOrder | null {
  if (request.origin === 'human') return null
  return (
    stopOrders.find((order) => !isExpired(order, nowMs) && isInScope(order.scope, accountId, request)) ?? null
  )
}

/** Whether an order has run out at `nowMs`; at its very end it has. */
export function isExpired({ expiresAtMs }: Pick<StopOrder, 'expiresAtMs'>, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs
}

/** Whether a scope holds an action; of origin `agent` or `executor`, which the caller sees to. */
export function isInScope(
  scope: StopOrder['scope'],
  accountId: string,
  request: Pick<ActionRequest, 'agentId' | 'actionType'> & {
    readonly target: { readonly platform?: string }
  },
): boolean {
  switch (scope.kind) {
    case 'everything':
      return true
    case 'account':
      return scope.accountId === accountId
    case 'agent':
      return scope.agentId === request.agentId
    case 'action_type':
      return scope.actionType === request.actionType
    case 'platform':
      return scope.platform === request.target.platform
    default:
      return unreachable(scope)
  }
}
