import type { QueryClient } from '@tanstack/react-query'
import type { LiveMessage } from '../contracts/console-routes.ts'
import { queryKeys } from './query-keys.ts'

/** Marks what a live message changed as out of date, so that what is on the screen is read again. */
export function invalidateFor(
  client: QueryClient,
  message: Pick<LiveMessage, 'accountIds' | 'organisation' | 'lockouts'>,
): void {
  const stale = (queryKey: readonly unknown[]): void => void client.invalidateQueries({ queryKey })
  if (message.organisation || message.lockouts.length > 0) stale(queryKeys.shell())
  if (message.organisation) {
    stale(queryKeys.stopOrders())
    stale(queryKeys.everyRecoveryPost())
    stale(queryKeys.executors())
  }
  if (message.accountIds.length === 0) return
  stale(queryKeys.overview())
  stale(queryKeys.accounts())
  stale(queryKeys.lockouts())
  stale(queryKeys.everyLockout())
  stale(queryKeys.approvals())
  stale(queryKeys.everyApproval())
  stale(queryKeys.recovery())
  stale(queryKeys.everyRecoveryPost())
  stale(queryKeys.executors())
  stale(queryKeys.everyDeliveries())
  stale(queryKeys.everyDelivery())
  stale(queryKeys.shell())
  for (const accountId of message.accountIds) {
    stale(queryKeys.account(accountId))
    stale(queryKeys.velocityOf(accountId))
  }
}
