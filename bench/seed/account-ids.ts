/** As many accounts as the load is spread over. */
export const spreadAccounts = 10_000

/** The account that takes all the load of a hot contender. */
export const hotAccount = 'hot'

/** Account of a call: consecutive calls go to different accounts, and come round after all had one. */
export function spreadAccount(call: number): string {
  // A stride that shares no factor with 10 000, so that neighbours in time are not neighbours in an index.
  return `spread-${(call * 7919) % spreadAccounts}`
}
