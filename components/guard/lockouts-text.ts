import type { LockoutRow } from '#lib/contracts/views/lockout-row.ts'
import { formatNoun } from '#lib/shared/format-count.ts'

/** What active lockouts ask of a person, worst first: "2 lockouts to decide", "1 upheld", "1 review overdue". */
export function lockoutParts(lockouts: readonly Pick<LockoutRow, 'upheld'>[], nowMs: number): string[] {
  const undecided = lockouts.filter(({ upheld }) => upheld === null).length
  const upheld = lockouts.length - undecided
  const overdue = lockouts.filter((each) => (each.upheld?.reviewAtMs ?? Infinity) < nowMs).length
  return [
    ...(undecided > 0 ? [`${formatNoun(undecided, 'lockout')} to decide`] : []),
    ...(overdue > 0 ? [`${formatNoun(overdue, 'review')} overdue`] : []),
    ...(upheld > 0 ? [`${undecided > 0 ? upheld : formatNoun(upheld, 'lockout')} upheld`] : []),
  ]
}
