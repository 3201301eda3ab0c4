import type { Actor, StopOrder } from '../../engine/guard/commands.ts'
import { AppError } from '../../shared/app-error.ts'
import { appendOrganisation } from '../../store/event-log/append-organisation.ts'
import { unknownAccounts } from '../../store/list-accounts.ts'
import { insertStopOrder } from '../../store/stop-orders.ts'
import { inOrganisation } from '../../store/transactions.ts'
import { newId } from '../new-id.ts'
import type { Runtime } from '../runtime.ts'

export interface NewStopOrder {
  readonly scope: StopOrder['scope']
  readonly reason: string
  /** Null when only a person ends it. */
  readonly expiresAtMs: number | null
}

/**
 * Sets a stop order. Once this resolves no process admits an autonomous action in its scope: the order is written in
 * the transaction that raises the control epoch, which every append checks.
 * @throws AppError `forbidden` unless a lead asks; `unknown_account`; `invalid_request` when it would be over already.
 */
export async function setStopOrder(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  actor: Pick<Actor, 'id' | 'name' | 'role'>,
  { scope, reason, expiresAtMs }: NewStopOrder,
): Promise<{ readonly stopOrderId: string }> {
  if (actor.role !== 'lead') throw new AppError('forbidden', 'Only a lead can set a stop order.')
  const setAtMs = runtime.clock()
  if (expiresAtMs !== null && expiresAtMs <= setAtMs) {
    const details = [{ name: 'expiresAtMs', message: 'Choose a time that is still to come' }]
    throw new AppError('invalid_request', 'The stop order would be over already.', { details })
  }
  if (scope.kind === 'account') {
    const missing = await unknownAccounts(runtime.database, [scope.accountId])
    if (missing.length > 0) throw new AppError('unknown_account', `There is no account ${scope.accountId}.`)
  }
  const by = { id: actor.id, name: actor.name }
  const order = { stopOrderId: newId(setAtMs), scope, reason, by, expiresAtMs }
  await inOrganisation(runtime.database, async (transaction) => {
    await appendOrganisation(transaction, { type: 'stop_order_set', data: { ...order } }, setAtMs)
    await insertStopOrder(transaction, order, setAtMs)
  })
  return { stopOrderId: order.stopOrderId }
}
