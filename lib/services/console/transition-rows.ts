import type { AccountState } from '../../contracts/views/account-row.ts'
import type { TransitionRow } from '../../contracts/views/account-view.ts'
import { durationText } from '../../engine/guard/brief-text.ts'
import type { Escalation, LockoutOpened, LockoutReset } from '../../engine/guard/events.ts'
import type { CompiledPolicy } from '../../engine/policy/needed-count.ts'
import { minuteMs, neededCount } from '../../engine/policy/needed-count.ts'
import type { LoggedEvent } from '../../store/queries/logged-event.ts'

/**
 * The changes of an account's state, newest first, from its transitions oldest first. A lockout and the tier change
 * that led to it are one row. Pure.
 */
export function transitionRows(
  events: readonly LoggedEvent[],
  policy: CompiledPolicy | null,
): UndeliveredRow[] {
  const rows: UndeliveredRow[] = []
  let state: AccountState = 'none'
  for (const [index, { seq, atMs, event }] of events.entries()) {
    const at = { seq, atMs }
    if (event.type === 'tier_changed') {
      state = event.data.from
      if (events[index + 1]?.event.type === 'lockout_opened' && event.data.lockoutAutoEdits) continue
      rows.push({ ...at, ...tierRow(event.data, policy) })
      state = event.data.tier
    } else if (event.type === 'lockout_opened') {
      const previous = events[index - 1]?.event
      const escalation = previous?.type === 'tier_changed' ? previous.data : null
      const from = event.data.cause === 'probation_breached' ? 'probation' : state
      rows.push({ ...at, ...lockoutRow(event.data, escalation, from) })
      state = 'locked_out'
    } else if (event.type === 'lockout_reset') {
      const row = resetRow(event.data, atMs)
      rows.push({ ...at, ...row })
      state = row.to
    }
  }
  return rows.reverse()
}

/** A transition as the log tells it; where it was dispatched stands elsewhere. */
type UndeliveredRow = Omit<TransitionRow, 'delivery'>
type Row = Omit<UndeliveredRow, 'seq' | 'atMs'>

function tierRow(escalation: Escalation, policy: CompiledPolicy | null): Row {
  return {
    from: escalation.from,
    to: escalation.tier,
    because: velocityText(escalation) ?? 'The count is below every limit again',
    response: responseText(escalation, policy),
    lockoutId: null,
  }
}

function velocityText({ velocity }: Escalation): string | null {
  if (!velocity) return null
  const { windowMinutes, thresholdActionsPerMinute: actionsPerMinute, actionCount } = velocity
  const limit = neededCount({ windowMinutes, actionsPerMinute })
  return `${String(actionCount)} in ${String(windowMinutes)} min, limit ${String(limit)}`
}

function responseText({ tier }: Escalation, policy: CompiledPolicy | null): string {
  const containment = policy?.policy.containment
  switch (tier) {
    case 'none':
      return 'Nothing is in force'
    case 'tier_1':
      if (!policy || !containment?.pacing) return 'Recorded; the policy does not pace'
      return `Edits paced, one per ${durationText(policy.paceIntervalMs)}`
    case 'tier_2':
      return containment?.holding ? 'Edits held for approval' : 'Recorded; the policy does not hold'
    case 'tier_3':
      return 'Recorded in shadow mode: enforce would have locked out'
  }
}

function lockoutRow(opened: LockoutOpened, escalation: Escalation | null, from: AccountState): Row {
  return {
    from,
    to: 'locked_out',
    because: lockoutText(opened, escalation),
    response: 'Edits locked out, brief written',
    lockoutId: opened.lockoutId,
  }
}

function lockoutText({ cause, by, reason }: LockoutOpened, escalation: Escalation | null): string {
  switch (cause) {
    case 'velocity_tier_3':
      return (escalation && velocityText(escalation)) ?? 'Tier 3 was reached'
    case 'probation_breached':
      return 'One edit more than probation admits'
    case 'kill_switch':
      return `Locked out by ${by?.name ?? 'a lead'}: ${reason ?? 'no reason given'}`
  }
}

function resetRow(reset: LockoutReset, atMs: number): Row {
  const { probationEndsAtMs: endsMs, secondReviewer, by, lockoutId } = reset
  const second = secondReviewer ? `, second reviewer ${secondReviewer.name}` : ''
  const probation = endsMs === null ? '' : `; probation ${String(Math.round((endsMs - atMs) / minuteMs))} min`
  return {
    from: 'locked_out',
    to: endsMs === null ? 'none' : 'probation',
    because: `Reset by ${by.name}${second}`,
    response: `Count starts afresh${probation}`,
    lockoutId,
  }
}
