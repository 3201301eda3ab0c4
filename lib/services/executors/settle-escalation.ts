import { assert } from '../../shared/assert.ts'
import { appendFacts } from '../../store/event-log/append-facts.ts'
import { pooledQuery } from '../../store/event-log/load-streams.ts'
import { type DeliveryChange, type DeliveryName, settleDelivery } from '../../store/executors/outbox.ts'
import type { StoreClient } from '../../store/recovery/in-transaction.ts'

/**
 * Writes an outcome back, on the delivery's row and as a fact in the account's log, in the caller's transaction. Who
 * comes second finds it settled, and leaves both as they are. The row comes first: no decision ever waits for it.
 */
export async function settleEscalation(
  client: StoreClient,
  { accountId, escalationSeq, executor }: DeliveryName,
  change: DeliveryChange,
): Promise<void> {
  const { deliveryId, to: outcome, attempt, detail, atMs } = change
  assert(outcome !== 'pending' && outcome !== 'shadow', 'an outcome is settled')
  if (!(await settleDelivery(client, change))) return
  const attempts = outcome === 'no_handler' ? attempt - 1 : attempt
  const data = { escalationSeq, deliveryId, executor, outcome, attempts, detail }
  await appendFacts(pooledQuery(client), [{ accountId, event: { type: 'escalation_settled', data }, atMs }])
}
