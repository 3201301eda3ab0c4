import { type DueDelivery, listDueDeliveries } from '../../store/executors/outbox.ts'
import type { Runtime } from '../runtime.ts'

/** Enough of each executor to keep every worker busy until the next look. */
const perExecutor = 50

/** The deliveries that are due now, the longest due first. */
export function dueDeliveries({
  database,
  clock,
}: Pick<Runtime, 'database' | 'clock'>): Promise<readonly DueDelivery[]> {
  return listDueDeliveries(database.reads, clock(), perExecutor)
}
