import type { StopOrder } from '../../engine/guard/commands.ts'
import { isExpired } from '../../engine/guard/stop-order-in-force.ts'
import { recoveryAgentId } from '../../engine/recovery/recovery-stop.ts'
import { readControl } from '../../store/control.ts'
import {
  listDueActions,
  listWaitingActions,
  type StoredRecoveryAction,
  type WaitingScope,
} from '../../store/recovery/actions.ts'
import { driveAction } from './drive-action.ts'
import type { RecoveryPorts } from './recovery-ports.ts'
import { reportOutcomes } from './report-outcomes.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'
import { queuedAction } from './worker-ports.ts'

/** Actions of one round, and how many are driven at once: each waits mostly for its platform. */
const roundActions = 200
const atOnce = 16

/**
 * Drives every recovery action that has something to do, once, and tells the gate what its grants came to; answers
 * with how many actions there were. What fails (the database, the gate) is told and met again in the next round.
 */
export async function runRecoveryRound(
  runtime: RecoveryRuntime,
  ports: RecoveryPorts,
  onFailure: (error: unknown) => void,
  shouldStop: () => boolean = () => false,
): Promise<number> {
  const { stopOrders } = await readControl(runtime.database.reads)
  const due = [...(await listActions(runtime, stopOrders))]
  const total = due.length
  const drive = async () => {
    for (let stored = due.shift(); stored && !shouldStop(); stored = due.shift()) {
      try {
        await driveAction(ports, await queuedAction(runtime, stored, stopOrders))
      } catch (error) {
        onFailure(error)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, drive))
  await reportOutcomes(ports, onFailure, shouldStop)
  return total
}

/** What stop orders call off comes first: it must not be dispatched when the orders are read a moment later. */
async function listActions(
  { database, clock }: RecoveryRuntime,
  stopOrders: readonly StopOrder[],
): Promise<readonly StoredRecoveryAction[]> {
  const nowMs = clock()
  const scopes = stopOrders.filter((order) => !isExpired(order, nowMs)).map(({ scope }) => scope)
  const due = await listDueActions(database, nowMs, roundActions)
  if (scopes.length === 0) return due
  const stopped = await listWaitingActions(database, waitingScopeOf(scopes), roundActions)
  const stoppedIds = new Set(stopped.map(({ actionId }) => actionId))
  return [...stopped, ...due.filter(({ actionId }) => !stoppedIds.has(actionId))]
}

function waitingScopeOf(scopes: readonly StopOrder['scope'][]): WaitingScope {
  return {
    everything: scopes.some((scope) => {
      return scope.kind === 'everything' || (scope.kind === 'agent' && scope.agentId === recoveryAgentId)
    }),
    accountIds: scopes.flatMap((scope) => (scope.kind === 'account' ? [scope.accountId] : [])),
    platforms: scopes.flatMap((scope) => (scope.kind === 'platform' ? [scope.platform] : [])),
    actionTypes: scopes.flatMap((scope) => (scope.kind === 'action_type' ? [scope.actionType] : [])),
  }
}
