import type { CompiledPolicy } from '../policy/needed-count.ts'
import { minuteMs } from '../policy/needed-count.ts'
import type { ActionDecided, GuardEvent, LockoutCause, Person } from './events.ts'
import { recentActionOf } from './recent-action.ts'
import type { GuardState } from './state.ts'
import { writeBrief } from './write-brief.ts'

/** How a lockout comes about. */
export interface LockoutOpening {
  readonly cause: LockoutCause
  readonly lockoutId: string
  readonly nowMs: number
  /** The decision that opens it and its sequence number; null for the kill switch. */
  readonly decidedAction: { readonly decided: ActionDecided; readonly seq: number } | null
  readonly by: Person | null
  readonly reason: string | null
}

/** The `lockout_opened` event, brief and digest included: the same state and opening give the same event. */
export function openLockout(
  state: GuardState,
  policy: CompiledPolicy,
  opening: LockoutOpening,
  digest: (value: unknown) => string,
): Extract<GuardEvent, { type: 'lockout_opened' }> {
  const { decidedAction, nowMs, cause, lockoutId } = opening
  const recent = decidedAction
    ? [...state.recent, recentActionOf(decidedAction.decided, decidedAction.seq, nowMs)]
    : state.recent
  const brief = writeBrief({ state, policy, recent, cause, nowMs, reason: opening.reason, by: opening.by })
  return {
    type: 'lockout_opened',
    data: {
      lockoutId,
      cause,
      parentLockoutId: parentOf(state, policy, nowMs),
      policyVersion: policy.version,
      by: opening.by,
      reason: opening.reason,
      brief,
      briefDigest: digest(brief),
    },
  }
}

/** The lockout that this one repeats: the one on probation, or the last one reset within the repeat time. */
function parentOf(state: GuardState, policy: CompiledPolicy, nowMs: number): string | null {
  if (state.probation && nowMs < state.probation.endsAtMs) return state.probation.lockoutId
  const last = state.closedLockouts.at(-1)
  if (!last) return null
  return nowMs - last.closedAtMs <= policy.policy.lockout.repeatWithinMinutes * minuteMs
    ? last.lockoutId
    : null
}
