import type { AccountRow } from '../../contracts/views/account-row.ts'
import type { GuardState } from '../../engine/guard/state.ts'
import { accountRow } from './account-row.ts'
import type { ConsoleContext } from './console-context.ts'

/** An account's row, and the state that it was made from. */
export interface ReadAccount {
  readonly row: AccountRow
  readonly state: GuardState
}

/** The rows of those accounts that exist, in the order asked. */
export async function readAccountRows(
  { states, recentAttempts }: ConsoleContext,
  accountIds: readonly string[],
  nowMs: number,
): Promise<readonly ReadAccount[]> {
  const found = await states.read(accountIds)
  const lists = await recentAttempts.read([...found.keys()], nowMs)
  return accountIds.flatMap((accountId) => {
    const state = found.get(accountId)
    return state ? [{ state, row: accountRow(state, lists.get(accountId)?.attempts ?? [], nowMs) }] : []
  })
}

/** Sorts rows by how close each account is to a lockout: locked out, then the fewest actions left; equals by handle. */
export function byCloseness(left: AccountRow, right: AccountRow): number {
  return closeness(left) - closeness(right) || (left.handle < right.handle ? -1 : 1)
}

function closeness({ state, probation, tiers }: AccountRow): number {
  if (state === 'locked_out') return -1
  const toTier3 = tiers.find(({ tier }) => tier === 'tier_3')?.left ?? Number.MAX_SAFE_INTEGER
  // One edit beyond the last that probation admits locks again.
  const toRelock = probation ? probation.maxActions - probation.admittedEdits + 1 : toTier3
  return Math.min(toTier3, toRelock)
}
