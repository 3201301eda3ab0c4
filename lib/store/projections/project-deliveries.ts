import type { Transaction } from '../database.ts'
import { insertDeliveries } from '../executors/outbox.ts'
import type { AccountChange } from './account-change.ts'

/** Puts what is routed to executors into the outbox; costs nothing when nothing is. */
export async function projectDeliveries(
  transaction: Transaction,
  changes: readonly AccountChange[],
): Promise<void> {
  for (const { accountId, deliveries } of changes) {
    if (deliveries.length > 0) await insertDeliveries(transaction, accountId, deliveries)
  }
}
