import type { RecordedEvent } from '../../engine/guard/events.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import type { NewDelivery } from '../executors/outbox.ts'

/** What one transaction did to one account: its new events, and the state after all of them. */
export interface AccountChange {
  readonly accountId: string
  readonly events: readonly RecordedEvent[]
  readonly state: GuardState
  /** What the events route to executors. */
  readonly deliveries: readonly NewDelivery[]
}
