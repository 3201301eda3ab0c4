import type { Actor } from '../../engine/guard/commands.ts'
import { AppError } from '../../shared/app-error.ts'
import { announceAccounts } from '../../store/announce.ts'
import { findDelivery } from '../../store/executors/deliveries.ts'
import { requestResend } from '../../store/executors/outbox.ts'
import type { Runtime } from '../runtime.ts'

/**
 * Has the same request with the same id sent once more as soon as a worker is free, whatever became of it before.
 * @throws AppError `forbidden` unless a reviewer or lead asks; `not_found`; `invalid_request` when it was recorded in
 * shadow mode.
 */
export async function resendDelivery(
  { database, clock }: Pick<Runtime, 'database' | 'clock'>,
  actor: Pick<Actor, 'id' | 'name' | 'role'>,
  deliveryId: string,
): Promise<void> {
  if (actor.role === 'viewer') throw new AppError('forbidden', 'Only a reviewer or a lead can send again.')
  const delivery = await findDelivery(database, deliveryId)
  if (!delivery) throw new AppError('not_found', `There is no delivery ${deliveryId}.`)
  const by = { id: actor.id, name: actor.name }
  const isRequested = await requestResend(database.reads, deliveryId, by, clock())
  if (!isRequested) {
    throw new AppError('invalid_request', 'The policy only recorded it in shadow mode: nothing is ever sent.')
  }
  await announceAccounts(database.reads, [delivery.accountId])
}
