import type { ActionDecided, Escalation, RecordedEvent } from '../../engine/guard/events.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import { newId } from '../new-id.ts'
import type { NewDelivery } from '../../store/executors/outbox.ts'

/** What a webhook is told of an escalation, besides its CloudEvents envelope. Names only what the log holds too. */
export interface EscalationPayload extends Omit<Escalation, 'executor'> {
  readonly accountId: string
  readonly executor: string
  /** Of the `tier_changed` in the account's log. */
  readonly sequence: number
  readonly decidedAt: string
  /** The action that moved the tier, and whose it was. */
  readonly actionId: string | null
  readonly agentId: string | null
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
      deliveryOf(state.accountId, recorded, { ...event.data, tier, executor }, decided, isShadow),
    )
  }
  return deliveries
}

function deliveryOf(
  accountId: string,
  { seq, atMs }: RecordedEvent,
  escalation: Escalation & { readonly tier: 'tier_1' | 'tier_2'; readonly executor: string },
  decided: ActionDecided | null,
  isShadow: boolean,
): NewDelivery {
  const deliveryId = newId(atMs)
  const { executor, tier } = escalation
  const decidedAt = new Date(atMs).toISOString()
  const data: EscalationPayload = {
    accountId,
    sequence: seq,
    decidedAt,
    ...escalation,
    actionId: decided?.request.actionId ?? null,
    agentId: decided?.request.agentId ?? null,
  }
  const payload = JSON.stringify({
    specversion: '1.0',
    id: deliveryId,
    source: 'interlock',
    type: 'interlock.escalation',
    subject: accountId,
    time: decidedAt,
    datacontenttype: 'application/json',
    data,
  })
  return { deliveryId, escalationSeq: seq, executor, tier, payload, isShadow, createdAtMs: atMs }
}
