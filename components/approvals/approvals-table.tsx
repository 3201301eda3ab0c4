'use client'

import Link from 'next/link'
import type { ApprovalRow } from '#lib/contracts/views/approval-view.ts'
import { Icon } from '../ui/icon.tsx'
import { Due, Moment } from '../ui/time-text.tsx'

interface ApprovalsTableProps {
  readonly approvals: readonly ApprovalRow[]
  readonly selectedId: string | null
}

/** Held actions that wait: what, who asks, why, and until when. */
export function ApprovalsTable({ approvals, selectedId }: ApprovalsTableProps) {
  return (
    <table className="flow">
      <thead>
        <tr>
          <th style={{ width: 120 }}>Kind</th>
          <th className="only-phone" />
          <th>What</th>
          <th style={{ width: 260 }}>Why it is here</th>
          <th style={{ width: 90 }}>Risk</th>
          <th style={{ width: 110 }}>Asked</th>
          <th style={{ width: 170 }}>Due</th>
        </tr>
      </thead>
      <tbody>
        {approvals.map((approval) => (
          <ApprovalLine
            key={approval.approvalId}
            approval={approval}
            selected={approval.approvalId === selectedId}
          />
        ))}
      </tbody>
    </table>
  )
}

function ApprovalLine({ approval, selected }: { approval: ApprovalRow; selected: boolean }) {
  const due = <Due act="Expires" atMs={approval.expiresAtMs} />
  return (
    <tr className={selected ? 'sel' : ''} data-row={approval.approvalId}>
      <td className="nw">
        <span className="v hold">
          <Icon name="held" />
          <b>Approval</b>
        </span>
      </td>
      <td className="num only-phone">{due}</td>
      <td className="full">
        <Link className="h" href={`/approvals/${encodeURIComponent(approval.approvalId)}`}>
          <span className="mono">{approval.actionType}</span> on{' '}
          <span className="mono">{approval.targetId}</span>
        </Link>
        <span className="sub2">
          {approval.handle}, by <span className="mono">{approval.agentId}</span>
        </span>
      </td>
      <td className="full dim">{approval.reasonCodes.map(reasonText).join('; ')}</td>
      <td className="hide">{approval.riskLevel}</td>
      <td className="hide nw">
        <Moment atMs={approval.askedAtMs} precision="minute" />
      </td>
      <td className="hide nw">
        {due}
        <span className="sub2">
          <Moment atMs={approval.expiresAtMs} precision="minute" />
        </span>
      </td>
    </tr>
  )
}

/** "held by recovery executor" for `held_by_recovery_executor`: the code in plain words. */
function reasonText(code: string): string {
  return code.replaceAll('_', ' ')
}
