import type { DecisionContext, Refusal } from '../../engine/guard/commands.ts'
import { decide, decisionTimeMs } from '../../engine/guard/decide.ts'
import type { GuardEvent, RecordedEvent } from '../../engine/guard/events.ts'
import { evolve } from '../../engine/guard/evolve.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import { canonicalJson } from '../../shared/canonical-json.ts'
import { eventHash } from '../../store/event-log/event-hash.ts'
import { accountStream, type EventRow } from '../../store/event-log/event-row.ts'
import type { NewDelivery } from '../../store/executors/outbox.ts'
import { planDeliveries } from '../executors/plan-delivery.ts'
import type { AccountItem } from './account-item.ts'
import type { AccountTip } from './account-tip.ts'

/** What one command comes to, if its account's part of the batch is written. */
export type Outcome =
  | {
      readonly kind: 'recorded'
      readonly item: AccountItem
      readonly events: readonly RecordedEvent[]
      readonly state: GuardState
    }
  | { readonly kind: 'refused'; readonly item: AccountItem; readonly reasons: readonly Refusal[] }

/** The next events of one account, decided but not yet written. */
export interface AccountPlan {
  readonly accountId: string
  readonly outcomes: readonly Outcome[]
  readonly rows: readonly EventRow[]
  /** The same events for the read models. */
  readonly events: readonly RecordedEvent[]
  /** What goes to executors; nothing of a recorded history, which happened before. */
  readonly deliveries: readonly NewDelivery[]
  /** The tip once the rows are written. */
  readonly tip: AccountTip
  /** Whether read models change. */
  readonly hasTransition: boolean
}

/** Decides the commands of one account, each on the state that the one before leaves. Writes nothing. */
export function planAccount(
  tip: AccountTip,
  items: readonly AccountItem[],
  context: Omit<DecisionContext, 'nowMs'> & { readonly nowMs: () => number },
): AccountPlan {
  const { accountId } = tip.state
  const outcomes: Outcome[] = []
  const rows: EventRow[] = []
  const events: RecordedEvent[] = []
  const deliveries: NewDelivery[] = []
  let { state, hash } = tip
  for (const item of items) {
    const nowMs = item.recordedAtMs ?? context.nowMs()
    // A recorded history was decided before anybody gave the orders of today.
    const stopOrders = item.recordedAtMs === null ? context.stopOrders : []
    const result = decide(state, item.command, { ...context, stopOrders, nowMs })
    if (result.kind === 'refused') {
      outcomes.push({ kind: 'refused', item, reasons: result.reasons })
      continue
    }
    const atMs = decisionTimeMs(state, nowMs)
    const own: RecordedEvent[] = []
    for (const event of result.events) {
      const recorded = { seq: state.seq + 1, atMs, event }
      const row = rowOf(accountId, recorded, hash)
      state = evolve(state, recorded)
      hash = row.hash
      rows.push(row)
      own.push(recorded)
    }
    events.push(...own)
    if (item.recordedAtMs === null) deliveries.push(...planDeliveries(state, own))
    outcomes.push({ kind: 'recorded', item, events: own, state })
  }
  const hasTransition = events.some(({ event }) => changesReadModels(event))
  return { accountId, outcomes, rows, events, deliveries, tip: { state, hash }, hasTransition }
}

/** Plain decisions, claims and outcomes leave every read model as it is; a held action enters the queue. */
function changesReadModels(event: GuardEvent): boolean {
  switch (event.type) {
    case 'action_decided':
      return event.data.approvalId !== null
    case 'action_claimed':
    case 'claim_refused':
    case 'action_settled':
      return false
    default:
      return true
  }
}

/** The action that an event belongs to; null when it belongs to none. */
function actionIdOf({ data, type }: GuardEvent): string | null {
  if (type === 'action_decided') return data.request.actionId
  return 'actionId' in data ? data.actionId : null
}

function rowOf(accountId: string, { seq, atMs, event }: RecordedEvent, previous: Uint8Array): EventRow {
  const stream = accountStream(accountId)
  const { type } = event
  const body = canonicalJson(event.data)
  const actionId = actionIdOf(event)
  return {
    stream,
    seq,
    type,
    atMs,
    actionId,
    body,
    hash: eventHash(previous, { stream, seq, type, atMs, body }),
  }
}
