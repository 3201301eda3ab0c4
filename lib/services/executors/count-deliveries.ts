import { dayMs } from '../../engine/policy/needed-count.ts'
import * as store from '../../store/executors/deliveries.ts'
import type { Runtime } from '../runtime.ts'

/** How many deliveries are on their way, since when, and how many reached nobody in the last 24 h. */
export function countDeliveries({
  database,
  clock,
}: Pick<Runtime, 'database' | 'clock'>): Promise<store.DeliveryCounts> {
  return store.countDeliveries(database, clock() - dayMs)
}
