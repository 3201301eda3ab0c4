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
import { createUnderWay, type UnderWay } from './under-way.ts'
import { queuedAction } from './worker-ports.ts'

/** Actions of one round. */
const roundActions = 200
/** How many are driven at once: each waits mostly for its platform. One account's must leave room for the others'. */
export const actionsAtOnce = { atOnce: 32, ofOneAccount: 4 } as const

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
  const underWay = createUnderWay({ ...actionsAtOnce, ofOneAccount: actionsAtOnce.atOnce }, onFailure)
  const total = await startDueActions(runtime, ports, underWay, shouldStop)
  await underWay.idle()
  await reportOutcomes(ports, onFailure, shouldStop)
  return total
}

/**
 * Begins the same and waits for none of them, so that a platform that hangs holds up nobody else's next round. Of an
 * account that has its share under way the others are met again in a later round.
 */
export async function startDueActions(
  runtime: RecoveryRuntime,
  ports: RecoveryPorts,
  underWay: UnderWay,
  shouldStop: () => boolean,
): Promise<number> {
  const { stopOrders } = await readControl(runtime.database.reads)
  const due = await listActions(runtime, stopOrders, underWay.fullAccountIds())
  for (const stored of due) {
    await underWay.room()
    if (shouldStop()) break
    if (underWay.has(stored.actionId)) continue
    if (mayWait(stored) && underWay.fullAccountIds().includes(stored.accountId)) continue
    underWay.start(stored.actionId, stored.accountId, async () => {
      await driveAction(ports, await queuedAction(runtime, stored, stopOrders))
    })
  }
  return due.length
}

/** Whether a platform may be asked for it. What a lockout calls off and what has lost its lease asks nobody. */
function mayWait({ life, lockoutId }: StoredRecoveryAction): boolean {
  if (life.status === 'reserved' || life.status === 'retry_scheduled') return lockoutId === null
  return life.status === 'unknown'
}

/** What stop orders call off comes first: it must not be dispatched when the orders are read a moment later. */
async function listActions(
  { database, clock }: RecoveryRuntime,
  stopOrders: readonly StopOrder[],
  fullAccountIds: readonly string[],
): Promise<readonly StoredRecoveryAction[]> {
  const nowMs = clock()
  const scopes = stopOrders.filter((order) => !isExpired(order, nowMs)).map(({ scope }) => scope)
  const due = await listDueActions(database, nowMs, roundActions, fullAccountIds)
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
