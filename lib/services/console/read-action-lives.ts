import type { ActionLife } from '../../contracts/views/decision-row.ts'
import { actionStateAt } from '../../engine/action/evolve-action.ts'
import type { GuardEvent, RecordedEvent } from '../../engine/guard/events.ts'
import { findActionHistory } from '../../store/event-log/find-action-history.ts'
import { pooledQuery } from '../../store/event-log/load-streams.ts'
import type { ConsoleContext } from './console-context.ts'

/** The action that a decision is about; none for other events. */
export function actionIdOf({ event }: Pick<RecordedEvent, 'event'>): readonly string[] {
  return event.type === 'action_decided' ? [event.data.request.actionId] : []
}

/** Where each of these actions of a stream stands at `nowMs`, by its id; those never asked for are left out. */
export async function readActionLives(
  { database }: Pick<ConsoleContext, 'database'>,
  stream: string,
  actionIds: readonly string[],
  nowMs: number,
): Promise<ReadonlyMap<string, ActionLife>> {
  const asked = [...new Set(actionIds)].map((actionId) => ({ stream, actionId }))
  const events = await findActionHistory(pooledQuery(database.reads), asked)
  const lives = new Map<string, ActionLife>()
  for (const [actionId, own] of Map.groupBy(events, (event) => event.actionId ?? '')) {
    const history = own.map(({ seq, atMs, type, body }): RecordedEvent => {
      return { seq, atMs, event: { type, data: JSON.parse(body) as unknown } as GuardEvent }
    })
    const { status } = actionStateAt(history, nowMs)
    if (status !== 'unasked') lives.set(actionId, status)
  }
  return lives
}
