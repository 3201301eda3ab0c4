import type { AccountsView } from '../../contracts/views/account-row.ts'
import type { ConsoleContext } from './console-context.ts'
import { listClosestIds } from './list-closest-ids.ts'
import { byCloseness, readAccountRows } from './read-account-rows.ts'

/** More than a person reads; a filter comes before this grows. */
const listedAccounts = 1000

/** Every account, closest to a lockout first. */
export async function readAccounts(context: ConsoleContext): Promise<AccountsView> {
  const nowMs = context.now()
  const accountIds = await listClosestIds(context, listedAccounts, nowMs)
  const accounts = await readAccountRows(context, accountIds, nowMs)
  return {
    asOfMs: nowMs,
    accounts: accounts
      .map(({ row }) => row)
      .sort(byCloseness)
      .slice(0, listedAccounts),
  }
}
