import { findDelivery } from '../../store/executors/deliveries.ts'
import { inTransaction } from '../../store/recovery/in-transaction.ts'
import type { Runtime } from '../runtime.ts'
import { settleEscalation } from './settle-escalation.ts'

/** Settles a delivery as failed when worker after worker has died or failed with it; one that has an outcome keeps it. */
export async function abandonDelivery(
  { database, clock }: Pick<Runtime, 'database' | 'clock'>,
  deliveryId: string,
  workers: number,
): Promise<void> {
  const delivery = await findDelivery(database, deliveryId)
  if (delivery?.status !== 'pending') return
  await inTransaction(database, (client) =>
    settleEscalation(client, delivery, {
      deliveryId,
      from: 'pending',
      to: 'delivery_failed',
      attempt: delivery.attempts,
      by: null,
      dueAtMs: null,
      atMs: clock(),
      detail: `Given up: ${String(workers)} workers in turn could not record an attempt`,
    }),
  )
}
