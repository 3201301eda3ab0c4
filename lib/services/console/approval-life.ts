import type { ApprovalLifeRow } from '../../contracts/views/approval-view.ts'
import type { RecordedEvent } from '../../engine/guard/events.ts'

/** What became of a held action after its decision, oldest first: its answer, claims, refused claims, outcome. Pure. */
export function approvalLife(events: readonly RecordedEvent[]): ApprovalLifeRow[] {
  return events
    .toSorted((one, other) => one.seq - other.seq)
    .flatMap((recorded) => {
      const told = tell(recorded)
      return told ? [{ seq: recorded.seq, atMs: recorded.atMs, ...told }] : []
    })
}

function tell({ event }: RecordedEvent): Pick<ApprovalLifeRow, 'kind' | 'code' | 'text'> | null {
  switch (event.type) {
    case 'action_approved':
      return { kind: 'approved', code: null, text: `${event.data.by.name} approved it: ${event.data.reason}` }
    case 'action_rejected':
      return { kind: 'rejected', code: null, text: `${event.data.by.name} rejected it: ${event.data.reason}` }
    case 'action_expired':
      return { kind: 'expired', code: null, text: 'Its time ran out before anybody answered' }
    case 'action_claimed':
      return { kind: 'claimed', code: null, text: `${event.data.agentId} took the grant` }
    case 'claim_refused': {
      const { agentId, code, message } = event.data
      return { kind: 'claim_refused', code, text: `${agentId} was refused the grant: ${message}` }
    }
    case 'action_settled': {
      const { status, errorCode, reference, detail } = event.data
      const facts = [reference, detail].filter((fact) => fact !== null)
      const said = errorCode === 'no_outcome_reported' ? 'No outcome was reported in time' : 'Reported'
      return { kind: status, code: errorCode, text: [said, ...facts].join(': ') }
    }
    default:
      return null
  }
}
