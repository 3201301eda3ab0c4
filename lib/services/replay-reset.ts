import type { GuardEvent, Person } from '#lib/engine/guard/events.ts'
import type { ActiveLockout, GuardState } from '#lib/engine/guard/state.ts'

/** Who resets lockouts in a replay: no person has. */
const replayReviewer: Person = { id: 'replay', name: 'replay' }

const minuteMs = 60_000

/** The event with which a reviewer would reset this lockout at `atMs`; probation starts when the policy has one. */
export function resetOf(state: GuardState, lockout: ActiveLockout, atMs: number): GuardEvent {
  const probation = state.policy?.lockout.probation
  return {
    type: 'lockout_reset',
    data: {
      lockoutId: lockout.lockoutId,
      by: replayReviewer,
      secondReviewer: null,
      statement: { reasonCode: 'other', note: 'Reset by the replay after the time given', override: null },
      briefDigest: lockout.briefDigest,
      probationEndsAtMs: probation ? atMs + probation.minutes * minuteMs : null,
    },
  }
}
