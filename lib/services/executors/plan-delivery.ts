import type { EscalationEvent } from '../../contracts/api/escalation-event.ts'
import type { ActionDecided, Escalation, RecordedEvent } from '../../engine/guard/events.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import { newId } from '../new-id.ts'
import type { NewDelivery } from '../../store/executors/outbox.ts'

/** A transition that is routed to an executor. */
interface RoutedEscalation extends Escalation {
  readonly action: 'route_to_autonomous_executor'
  readonly tier: 'tier_1' | 'tier_2'
  readonly executor: string
}

/**
 * The deliveries that the events of one account ask for: one for each transition that is routed to an executor. Under
 * a policy in shadow mode they are only to be recorded. Ids are minted here, once for all attempts.
 */
export function planDeliveries(state: GuardState, events: readonly RecordedEvent[]): readonly NewDelivery[] {
  const deliveries: NewDelivery[] = []
  let decided: ActionDecided | null = null
  for (const recorded of events) {
    const { event } = recorded
    if (event.type === 'action_decided') decided = event.data
    if (event.type !== 'tier_changed') continue
    const { action, executor, tier } = event.data
    if (action !== 'route_to_autonomous_executor' || executor === null) continue
    if (tier !== 'tier_1' && tier !== 'tier_2') continue
    const isShadow = decided?.shadow != null || state.policy?.mode === 'shadow'
    deliveries.push(
      deliveryOf(state.accountId, recorded, { ...event.data, action, tier, executor }, decided, isShadow),
    )
  }
  return deliveries
}

function deliveryOf(
  accountId: string,
  { seq, atMs }: RecordedEvent,
  escalation: RoutedEscalation,
  decided: ActionDecided | null,
  isShadow: boolean,
): NewDelivery {
  const deliveryId = newId(atMs)
  const { executor, tier } = escalation
  const decidedAt = new Date(atMs).toISOString()
  const event: EscalationEvent = {
    specversion: '1.0',
    id: deliveryId,
    source: 'interlock',
    type: 'interlock.escalation',
    subject: accountId,
    time: decidedAt,
    datacontenttype: 'application/json',
    data: {
      accountId,
      sequence: seq,
      decidedAt,
      ...escalation,
      actionId: decided?.request.actionId ?? null,
      agentId: decided?.request.agentId ?? null,
    },
  }
  const payload = JSON.stringify(event)
  return { deliveryId, escalationSeq: seq, executor, tier, payload, isShadow, createdAtMs: atMs }
}
