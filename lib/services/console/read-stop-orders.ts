import type { StandingStopOrder, StopOrdersView } from '../../contracts/views/stop-orders-view.ts'
import { presets } from '../../engine/policy/presets.ts'
import { listAccountRows } from '../../store/list-accounts.ts'
import { listKeys } from '../../store/agent-keys.ts'
import { listEndedStopOrders, listStandingStopOrders, type StoredStopOrder } from '../../store/stop-orders.ts'
import type { ConsoleContext } from './console-context.ts'

const listedEnded = 100

/** Stop orders in force and those that are over, with the names that a new one can be given for. */
export async function readStopOrders(context: ConsoleContext): Promise<StopOrdersView> {
  const { database } = context
  const nowMs = context.now()
  const [standing, ended, accounts, keys] = await Promise.all([
    readStandingStopOrders(context, nowMs),
    listEndedStopOrders(database, nowMs, listedEnded),
    listAccountRows(database),
    listKeys(database),
  ])
  return {
    asOfMs: nowMs,
    standing: [...standing],
    ended: ended.map((order) => ({ ...standingOf(order), lifted: order.lifted })),
    known: {
      accounts: accounts.map(({ id, handle }) => ({ accountId: id, handle })),
      agents: [...new Set(keys.map(({ agentId }) => agentId))].sort(),
      actionTypes: Object.keys(presets.standard.actionTypes).sort(),
    },
  }
}

/** Stop orders in force, the widest first, then the newest. */
export async function readStandingStopOrders(
  context: Pick<ConsoleContext, 'database'>,
  nowMs: number,
): Promise<readonly StandingStopOrder[]> {
  const orders = await listStandingStopOrders(context.database, nowMs)
  return orders.map(standingOf).sort((one, other) => width[one.scope.kind] - width[other.scope.kind])
}

/** How much a scope stops, the most first. */
const width: Readonly<Record<StandingStopOrder['scope']['kind'], number>> = {
  everything: 0,
  platform: 1,
  action_type: 2,
  account: 3,
  agent: 4,
}

function standingOf({ stopOrderId, scope, reason, by, setAtMs, expiresAtMs }: StoredStopOrder) {
  return { stopOrderId, scope, reason, by, setAtMs, expiresAtMs }
}
