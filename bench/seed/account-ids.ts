/** As many accounts as the load is spread over. */
export const spreadAccounts = 10_000

/** The account that takes all the load of a hot contender. */
export const hotAccount = 'hot'

/** The account that takes all the load under the whole standard. */
export const hotStandardAccount = 'hot-standard'

/** Account of a call: consecutive calls go to different accounts, and come round after all had one. */
export function spreadAccount(call: number): string {
  return `spread-${placeOf(call)}`
}

/** The same of the accounts that are judged by velocity alone. */
export function velocityAccount(call: number): string {
  return `velocity-${placeOf(call)}`
}

function placeOf(call: number): number {
  // A stride that shares no factor with 10 000, so that neighbours in time are not neighbours in an index.
  return (call * 7919) % spreadAccounts
}
