import { type AccountReplay, lockedMs, type ReplayedLockout } from '#lib/services/replay-summary.ts'

/** How many accounts, and how many lockouts of each, are listed by name. */
const listedAccounts = 20
const listedLockouts = 10

/** A replay's summary for people: for each account its actions, tiers and lockouts. */
export function replaySummaryLines(policyName: string, accounts: readonly AccountReplay[]): string[] {
  const total = accounts.reduce((sum, account) => sum + account.actions, 0)
  const mostLocked = accounts.toSorted((a, b) => lockedMs(b) - lockedMs(a)).slice(0, listedAccounts)
  const left = accounts.length - mostLocked.length
  return [
    `${number(total)} actions on ${number(accounts.length)} ${accounts.length === 1 ? 'account' : 'accounts'}, policy ${policyName}`,
    ...mostLocked.flatMap((account) => ['', ...accountLines(account)]),
    ...(left > 0 ? ['', `… and ${number(left)} accounts that were locked out for less or not at all`] : []),
  ]
}

function accountLines(account: AccountReplay): string[] {
  const { reached, lockouts } = account
  const repeated = account.repeated > 0 ? `, ${number(account.repeated)} repeated` : ''
  const locked =
    lockouts.length === 0 ? 'never' : `${duration(lockedMs(account))} in ${count(lockouts.length, 'lockout')}`
  const hidden = lockouts.length - listedLockouts
  return [
    account.accountId,
    `  from ${iso(account.firstAtMs)} to ${iso(account.lastAtMs)}`,
    `  actions     ${number(account.actions)}: ${number(account.allowed)} allowed, ${number(account.held)} held, ${number(account.blocked)} blocked${repeated}`,
    `  reached     tier 1 ${times(reached.tier_1)}, tier 2 ${times(reached.tier_2)}, tier 3 ${times(reached.tier_3)}`,
    `  locked out  ${locked}`,
    ...lockouts.slice(0, listedLockouts).map(lockoutLine),
    ...(hidden > 0 ? [`    … and ${number(hidden)} more`] : []),
  ]
}

function lockoutLine(lockout: ReplayedLockout): string {
  const cause = lockout.cause === 'velocity_tier_3' ? 'tier 3' : lockout.cause.replaceAll('_', ' ')
  const speed = `${number(lockout.actions)} actions in ${duration(lockout.spanMs)}`
  const end = lockout.closedAtMs === null ? 'to the end of the history' : `reset ${iso(lockout.closedAtMs)}`
  return `    ${iso(lockout.openedAtMs)}  ${cause}: ${speed}; ${number(lockout.refused)} refused, ${end}`
}

/** A duration in its two largest units, such as `3 min 20 s`. */
export function duration(ms: number): string {
  const units: [string, number][] = [
    ['d', Math.floor(ms / 86_400_000)],
    ['h', Math.floor(ms / 3_600_000) % 24],
    ['min', Math.floor(ms / 60_000) % 60],
    ['s', Math.floor(ms / 1000) % 60],
  ]
  const first = units.findIndex(([, amount]) => amount > 0)
  if (first < 0) return ms > 0 ? `${ms} ms` : '0 s'
  return units
    .slice(first, first + 2)
    .filter(([, amount]) => amount > 0)
    .map(([unit, amount]) => `${number(amount)} ${unit}`)
    .join(' ')
}

/** An instant as it is written in files, without empty milliseconds. */
export function iso(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z')
}

/** A count with its noun, such as `3 lockouts`. */
export function count(amount: number, noun: string): string {
  return `${number(amount)} ${noun}${amount === 1 ? '' : 's'}`
}

/** A whole number with its thousands marked off. */
export function number(value: number): string {
  return value.toLocaleString('en')
}

function times(amount: number): string {
  return amount === 0 ? 'never' : count(amount, 'time')
}
