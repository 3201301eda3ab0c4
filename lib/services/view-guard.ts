import type { StopOrder } from '../engine/guard/commands.ts'
import { guardSignals, type TierDistance } from '../engine/guard/signals.ts'
import type { AccountGuard } from '../contracts/api/account-guard.ts'
import { isExpired } from '../engine/guard/stop-order-in-force.ts'
import { assert } from '../shared/assert.ts'
import { readGuard } from './read-guard.ts'
import type { Runtime } from './runtime.ts'

/**
 * Where an account stands before its next action: tier, distance to each tier, lockout, probation, stop orders.
 * @throws AppError `unknown_account` or `cannot_decide`.
 */
export async function viewGuard(
  runtime: Pick<Runtime, 'accounts' | 'control' | 'clock'>,
  accountId: string,
): Promise<AccountGuard> {
  const { state, policy, policyVersion } = await readGuard(runtime, accountId)
  const nowMs = runtime.clock()
  const now = guardSignals(state, nowMs)
  assert(now !== null, 'an account with a policy has signals')
  const stopOrders = await runtime.control.readStopOrders()
  const { lockout } = state
  const { tier_1, tier_2, tier_3 } = now.signals
  return {
    accountId,
    asOf: new Date(nowMs).toISOString(),
    sequence: state.seq,
    tier: now.tier,
    signals: { tier_1: distanceOf(tier_1), tier_2: distanceOf(tier_2), tier_3: distanceOf(tier_3) },
    lockout: lockout && {
      lockoutId: lockout.lockoutId,
      cause: lockout.cause,
      openedAt: new Date(lockout.openedAtMs).toISOString(),
      refusedAttempts: lockout.attemptCount,
    },
    probation: now.probation && {
      endsAt: new Date(now.probation.endsAtMs).toISOString(),
      editsLeft: now.probation.editsLeft,
    },
    stopOrders: stopOrders.filter((order) => mayTouch(order, accountId, nowMs)).map(stopOrderOf),
    policy: { name: policy.name, version: policyVersion, mode: policy.mode },
  }
}

function distanceOf({ needed, left, ...signal }: TierDistance) {
  return { ...signal, threshold: needed, left }
}

/** Orders on an agent, a type or a platform may touch any account. */
function mayTouch(order: StopOrder, accountId: string, nowMs: number): boolean {
  const isElsewhere = order.scope.kind === 'account' && order.scope.accountId !== accountId
  return !isElsewhere && !isExpired(order, nowMs)
}

function stopOrderOf({ stopOrderId, scope, reason, expiresAtMs }: StopOrder) {
  const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString()
  return { stopOrderId, scope, reason, expiresAt }
}
