import type { AccountState, IntervalView } from '../../contracts/views/account-row.ts'
import type { VelocityFlag } from '../../contracts/views/velocity-view.ts'
import type { GuardEvent } from '../../engine/guard/events.ts'
import type { LockoutOrigin } from '../../store/queries/read-lockout-origins.ts'
import type { LoggedEvent } from '../../store/queries/logged-event.ts'
import { trippedOf } from './lockout-row.ts'

/** The kinds of event that a velocity chart marks. */
export const historyTypes = [
  'account_opened',
  'tier_changed',
  'lockout_opened',
  'lockout_reset',
  'policy_assigned',
] as const satisfies readonly GuardEvent['type'][]

/** When the account was locked out and on probation, and when its count started afresh. */
export interface VelocityHistory {
  readonly locked: readonly IntervalView[]
  readonly probation: readonly IntervalView[]
  readonly resets: readonly { readonly seq: number; readonly atMs: number }[]
}

/** Reads lockouts, probations and resets from events in the order of the stream; what lasts ends at `toMs`. Pure. */
export function velocityHistory(events: readonly LoggedEvent[], toMs: number): VelocityHistory {
  const locked: IntervalView[] = []
  const probation: IntervalView[] = []
  const resets: { seq: number; atMs: number }[] = []
  let openedMs: number | null = null
  for (const { seq, atMs, event } of events) {
    if (event.type === 'lockout_opened') {
      openedMs = atMs
      const last = probation.at(-1)
      // A lockout ends the probation that it breaks.
      if (last && last.toMs > atMs) last.toMs = atMs
    } else if (event.type === 'lockout_reset') {
      if (openedMs !== null) locked.push({ fromMs: openedMs, toMs: atMs })
      openedMs = null
      resets.push({ seq, atMs })
      const endsMs = event.data.probationEndsAtMs
      if (endsMs !== null) probation.push({ fromMs: atMs, toMs: Math.min(endsMs, toMs) })
    }
  }
  if (openedMs !== null && openedMs < toMs) locked.push({ fromMs: openedMs, toMs })
  return { locked, probation, resets }
}

/** What the chart marks, in order. `origins` tell how a lockout tripped, by its id. Pure. */
export function velocityFlags(
  events: readonly LoggedEvent[],
  origins: ReadonlyMap<string, LockoutOrigin>,
): VelocityFlag[] {
  return events.flatMap(({ seq, atMs, event }): VelocityFlag[] => {
    switch (event.type) {
      case 'tier_changed':
        return [{ kind: event.type, atMs, seq, from: event.data.from, to: event.data.tier }]
      case 'lockout_opened': {
        const { lockoutId, cause } = event.data
        return [{ kind: event.type, atMs, seq, lockoutId, cause, tripped: trippedOf(origins.get(lockoutId)) }]
      }
      case 'lockout_reset':
        return [{ kind: event.type, atMs, seq, lockoutId: event.data.lockoutId, by: event.data.by }]
      case 'policy_assigned':
        return [{ kind: event.type, atMs, seq, policyVersion: event.data.policyVersion }]
      default:
        return []
    }
  })
}

/** A state of the ribbon for an account of which nothing is known before `openedMs`. */
export function beforeOpening(
  openedMs: number | null,
  fromMs: number,
): { state: AccountState; intervals: IntervalView[] } {
  const isLater = openedMs !== null && openedMs > fromMs
  return { state: 'unknown', intervals: isLater ? [{ fromMs, toMs: openedMs }] : [] }
}
