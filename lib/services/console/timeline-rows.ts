import type { TimelineRow } from '../../contracts/views/lockout-view.ts'
import type { GuardEvent } from '../../engine/guard/events.ts'
import type { LoggedEvent } from '../../store/queries/logged-event.ts'

/** What happened around a lockout, newest first, at most `limit`, from events newest first. Pure. */
export function timelineRows(events: readonly LoggedEvent[], limit: number): TimelineRow[] {
  return events
    .toSorted((left, right) => right.seq - left.seq)
    .flatMap(({ seq, atMs, event }) => {
      const told = tell(event)
      return told ? [{ seq, atMs, ...told }] : []
    })
    .slice(0, limit)
}

type Told = Pick<TimelineRow, 'kind' | 'by' | 'text'>

/** An event in words, without the person's name; null for what a timeline leaves out. */
export function tell(event: GuardEvent): Told | null {
  switch (event.type) {
    case 'lockout_opened': {
      const { by, reason } = event.data
      const text = by
        ? `locked the account out: ${reason ?? 'no reason given'}`
        : 'The account was locked out; brief written'
      return { kind: event.type, by, text }
    }
    case 'lockout_reset':
      return { kind: event.type, by: event.data.by, text: `reset the lockout: ${event.data.statement.note}` }
    case 'lockout_upheld':
      return { kind: event.type, by: event.data.by, text: withNote('upheld the lockout', event.data.note) }
    case 'uphold_withdrawn':
      return { kind: event.type, by: event.data.by, text: 'took the uphold back' }
    case 'lockout_claimed':
      return { kind: event.type, by: event.data.by, text: 'claimed the lockout' }
    case 'lockout_claim_released':
      return { kind: event.type, by: event.data.by, text: 'released the claim' }
    case 'brief_acknowledged':
      return {
        kind: event.type,
        by: event.data.by,
        text: `acknowledged brief ${event.data.briefDigest.slice(0, 6)}`,
      }
    case 'brief_revised':
      return { kind: event.type, by: event.data.by, text: `added to the brief: ${event.data.note}` }
    case 'reset_requested':
      return { kind: event.type, by: event.data.by, text: 'asked for a second reviewer' }
    case 'reset_voted':
      return {
        kind: event.type,
        by: event.data.by,
        text: event.data.approved ? 'approved the reset' : 'rejected the reset',
      }
    case 'tier_changed':
      return { kind: event.type, by: null, text: event.data.rationale }
    case 'action_decided': {
      const { request, reasons } = event.data
      if (reasons[0]?.code !== 'lockout_enforced') return null
      return {
        kind: 'attempt_refused',
        by: null,
        text: `${request.agentId} was refused ${request.actionType} on ${request.target.id}`,
      }
    }
    default:
      // What becomes of single actions, and the policy, have their own places.
      return null
  }
}

function withNote(text: string, note: string): string {
  return note === '' ? text : `${text}: ${note}`
}
