import type { Actor } from '../../engine/guard/commands.ts'
import { AppError } from '../../shared/app-error.ts'
import { appendOrganisation } from '../../store/event-log/append-organisation.ts'
import { findStopOrder, markLifted } from '../../store/stop-orders.ts'
import { inOrganisation } from '../../store/transactions.ts'
import type { Runtime } from '../runtime.ts'

/**
 * Lifts a stop order for the next decision of every process.
 * @throws AppError `forbidden` unless a lead asks; `not_found`; `version_conflict` when it was lifted before or has
 * run out, saying by whom and when.
 */
export async function liftStopOrder(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  actor: Pick<Actor, 'id' | 'name' | 'role'>,
  { stopOrderId, reason }: { readonly stopOrderId: string; readonly reason: string },
): Promise<void> {
  if (actor.role !== 'lead') throw new AppError('forbidden', 'Only a lead can lift a stop order.')
  const atMs = runtime.clock()
  const by = { id: actor.id, name: actor.name }
  await inOrganisation(runtime.database, async (transaction) => {
    // Appending takes the organisation's turn, so that of two lifts at once the second sees the first.
    await appendOrganisation(
      transaction,
      { type: 'stop_order_lifted', data: { stopOrderId, by, reason } },
      atMs,
    )
    const isLifted = await markLifted(transaction, stopOrderId, { atMs, by, reason })
    if (!isLifted) throw await whyNot(runtime, stopOrderId)
  })
}

async function whyNot(runtime: Pick<Runtime, 'database'>, stopOrderId: string): Promise<AppError> {
  const order = await findStopOrder(runtime.database, stopOrderId)
  if (!order) return new AppError('not_found', `There is no stop order ${stopOrderId}.`)
  if (!order.lifted) return new AppError('version_conflict', 'This stop order has run out meanwhile.')
  const at = new Date(order.lifted.atMs).toISOString()
  return new AppError('version_conflict', `${order.lifted.by.name} lifted this stop order at ${at}.`)
}
