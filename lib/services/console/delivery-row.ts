import type { DeliveryRow } from '../../contracts/views/deliveries-view.ts'
import type { StoredDelivery } from '../../store/executors/deliveries.ts'

/** A delivery as lists show it. */
export function deliveryRow(delivery: StoredDelivery): DeliveryRow {
  const { deliveryId, accountId, handle, escalationSeq, executor, tier, status } = delivery
  const { createdAtMs, dueAtMs, attempts, settledAtMs, detail } = delivery
  const what = { deliveryId, accountId, handle, escalationSeq, executor, tier, status }
  return { ...what, createdAtMs, dueAtMs, attempts, settledAtMs, detail }
}
