import type { LockoutRow } from '#lib/contracts/views/lockout-row.ts'
import { formatNoun, formatPlace } from '#lib/shared/format-count.ts'
import { formatLength } from '#lib/shared/format-time.ts'

/** Why an account is locked, in a line: "15 actions in 2 min 50 s (limit 15 in 5 min); second in 24 h". */
export function trippedText(
  lockout: Pick<LockoutRow, 'cause' | 'tripped' | 'openedBy' | 'ordinalInDay'>,
): string {
  const repeat =
    lockout.ordinalInDay > 1 ? `; ${formatPlace(lockout.ordinalInDay).toLowerCase()} in 24\u00a0h` : ''
  return causeText(lockout) + repeat
}

function causeText({ cause, tripped, openedBy }: Pick<LockoutRow, 'cause' | 'tripped' | 'openedBy'>): string {
  if (cause === 'kill_switch') return `Locked by ${openedBy?.name ?? 'a person'}`
  if (cause === 'probation_breached') return 'One edit more than probation admits'
  if (tripped === null) return 'Tier 3 reached'
  const came = `${formatNoun(tripped.actionCount, 'action')} in ${formatLength(tripped.spanMs)}`
  return `${came} (limit ${tripped.threshold} in ${tripped.windowMinutes}\u00a0min)`
}
