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
  return stopOrders.find((order) => !isExpired(order, nowMs) && isInScope(order, accountId, request)) ?? null
}

function isExpired(order: StopOrder, nowMs: number): boolean {
  return order.expiresAtMs !== null && order.expiresAtMs <= nowMs
}

function isInScope({ scope }: StopOrder, accountId: string, request: ActionRequest): boolean {
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
