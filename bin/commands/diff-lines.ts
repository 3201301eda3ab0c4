import { type AccountComparison, isChanged } from '#lib/services/compare-policies.ts'
import type { ReplayedLockout } from '#lib/services/replay-summary.ts'
import { count, duration, iso, number } from './replay-summary-lines.ts'

const listedAccounts = 20
const listedLockouts = 10

/** A comparison of two policies for people: what changes on each account, the others counted. */
export function diffLines(
  policy: string,
  against: string,
  actions: number,
  accounts: readonly AccountComparison[],
): string[] {
  const changed = accounts.filter(isChanged).sort((a, b) => weightOf(b) - weightOf(a))
  const hidden = changed.length - listedAccounts
  const same = accounts.length - changed.length
  return [
    `${count(actions, 'action')} on ${count(accounts.length, 'account')}: ${policy} against ${against}`,
    ...changed.slice(0, listedAccounts).flatMap((account) => ['', ...accountLines(account)]),
    ...(hidden > 0 ? ['', `… and ${count(hidden, 'more account')} with changes`] : []),
    ...(same > 0 ? ['', `${count(same, 'account')} without any change`] : []),
  ]
}

function weightOf({ added, avoided, moved }: AccountComparison): number {
  return added.length + avoided.length + moved.length
}

function accountLines(account: AccountComparison): string[] {
  const { reached, added, avoided, moved, same, lockedMs, blocked, held } = account
  const [before, after] = lockedMs
  return [
    account.accountId,
    `  lockouts  ${number(added.length)} added, ${number(avoided.length)} avoided, ${number(moved.length)} moved, ${number(same.length)} the same`,
    `  locked    ${duration(before)} → ${duration(after)}`,
    `  blocked   ${arrow(blocked)}    held ${arrow(held)}`,
    `  reached   tier 1 ${arrow(reached.tier_1)}, tier 2 ${arrow(reached.tier_2)}, tier 3 ${arrow(reached.tier_3)}`,
    ...some(added.map((one) => `    added    ${lockoutText(one)}`)),
    ...some(avoided.map((one) => `    avoided  ${lockoutText(one)}`)),
    ...some(moved.map(({ from, to }) => `    moved    ${iso(from.openedAtMs)} → ${lockoutText(to)}`)),
  ]
}

function lockoutText({ openedAtMs, cause, actions, spanMs }: ReplayedLockout): string {
  return `${iso(openedAtMs)}  ${cause.replaceAll('_', ' ')}, ${count(actions, 'action')} in ${duration(spanMs)}`
}

function some(lines: readonly string[]): string[] {
  const hidden = lines.length - listedLockouts
  return [...lines.slice(0, listedLockouts), ...(hidden > 0 ? [`    … and ${number(hidden)} more`] : [])]
}

function arrow([before, after]: readonly [number, number]): string {
  return `${number(before)} → ${number(after)}`
}
