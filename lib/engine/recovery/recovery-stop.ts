import type { StopOrder } from '../guard/commands.ts'
import { isExpired, isInScope } from '../guard/stop-order-in-force.ts'
import type { RecoveryActionType } from '../policy/policy.ts'

/** As whom recovery asks the gate, with origin `executor`. */
export const recoveryAgentId = 'autonomous_recovery_executor'

/**
 * Whether stop orders refuse recovery on a platform of an account at `nowMs`, and until when: the end of the last of
 * them, null when one of them has none. Null without any. Orders on one action type count for that type alone;
 * `actionType` is null while it is not known.
 */
export function recoveryStop(
  stopOrders: readonly StopOrder[],
  { accountId, platform }: { readonly accountId: string; readonly platform: string },
  actionType: RecoveryActionType | null,
  nowMs: number,
): { readonly expiresAtMs: number | null } | null {
  const standing = stopOrders.filter((order) => {
    if (isExpired(order, nowMs)) return false
    if (order.scope.kind === 'action_type') return order.scope.actionType === actionType
    const request = { agentId: recoveryAgentId, actionType: '', target: { platform } }
    return isInScope(order.scope, accountId, request)
  })
  if (standing.length === 0) return null
  const endsAtMs = standing.map(({ expiresAtMs }) => expiresAtMs ?? Infinity)
  const lastAtMs = Math.max(...endsAtMs)
  return { expiresAtMs: lastAtMs === Infinity ? null : lastAtMs }
}
