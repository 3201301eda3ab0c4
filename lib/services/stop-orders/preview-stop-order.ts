import type { StopOrder } from '../../engine/guard/commands.ts'
import { isInScope } from '../../engine/guard/stop-order-in-force.ts'
import { hourMs } from '../../engine/policy/needed-count.ts'
import type { StopOrderPreview } from '../../contracts/views/stop-orders-view.ts'
import { accountOfStream } from '../../store/event-log/event-row.ts'
import { type AttemptGroup, groupAttempts } from '../../store/queries/group-attempts.ts'
import type { Runtime } from '../runtime.ts'

/** What an order on this scope would have refused in the last hour, had it been in force. Writes nothing. */
export async function previewStopOrder(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  scope: StopOrder['scope'],
): Promise<StopOrderPreview> {
  const toMs = runtime.clock()
  const fromMs = toMs - hourMs
  const accountId = scope.kind === 'account' ? scope.accountId : null
  const groups = (await groupAttempts(runtime.database.reads, fromMs, accountId)).filter((group) =>
    wouldStop(scope, group),
  )
  return {
    fromMs,
    toMs,
    attempts: sum(groups),
    admitted: sum(groups.filter(({ verdict }) => verdict === 'allow')),
    held: sum(groups.filter(({ verdict }) => verdict === 'needs_approval')),
    accounts: totals(groups, ({ stream }) => accountOfStream(stream) ?? stream),
    agents: totals(groups, ({ agentId }) => agentId),
  }
}

function wouldStop(scope: StopOrder['scope'], group: AttemptGroup): boolean {
  if (group.origin === 'human') return false
  const { agentId, actionType, platform } = group
  const target = platform === null ? {} : { platform }
  return isInScope(scope, accountOfStream(group.stream) ?? '', { agentId, actionType, target })
}

function sum(groups: readonly AttemptGroup[]): number {
  return groups.reduce((total, { attempts }) => total + attempts, 0)
}

/** Attempts by name, most first. */
function totals(groups: readonly AttemptGroup[], nameOf: (group: AttemptGroup) => string) {
  const counts = new Map<string, number>()
  for (const group of groups) counts.set(nameOf(group), (counts.get(nameOf(group)) ?? 0) + group.attempts)
  return [...counts]
    .map(([id, attempts]) => ({ id, attempts }))
    .sort((one, other) => other.attempts - one.attempts || (one.id < other.id ? -1 : 1))
}
