'use client'

import Link from 'next/link'
import type { ApprovalRow } from '#lib/contracts/views/approval-view.ts'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/time-text.tsx'

const looks = {
  waiting: { word: 'Waiting', tone: 'hold', icon: 'held' },
  approved: { word: 'Approved', tone: 'ok', icon: 'check' },
  rejected: { word: 'Rejected', tone: 'blk', icon: 'blocked' },
  expired: { word: 'Expired', tone: 'blk', icon: 'waiting' },
} as const satisfies Record<ApprovalRow['status'], object>

/** Held actions that have their answer: which, by whom, and why. */
export function AnsweredTable({ approvals }: { approvals: readonly ApprovalRow[] }) {
  return (
    <table className="flow">
      <thead>
        <tr>
          <th style={{ width: 120 }}>Answer</th>
          <th>What</th>
          <th>By and why</th>
          <th style={{ width: 130 }}>At</th>
        </tr>
      </thead>
      <tbody>
        {approvals.map((approval) => (
          <AnsweredLine key={approval.approvalId} approval={approval} />
        ))}
      </tbody>
    </table>
  )
}

function AnsweredLine({ approval }: { approval: ApprovalRow }) {
  const look = looks[approval.status]
  return (
    <tr>
      <td className="nw">
        <span className={`v ${look.tone}`}>
          <Icon name={look.icon} />
          {look.word}
        </span>
      </td>
      <td className="full">
        <Link className="h" href={`/approvals/${encodeURIComponent(approval.approvalId)}`}>
          <span className="mono">{approval.actionType}</span> on{' '}
          <span className="mono">{approval.targetId}</span>
        </Link>
        <span className="sub2">{approval.handle}</span>
      </td>
      <td className="full dim">
        {approval.answered?.by?.name ?? 'Nobody: its time ran out'}
        {approval.answered?.reason != null && `: ${approval.answered.reason}`}
      </td>
      <td className="nw">{approval.answered !== null && <Moment atMs={approval.answered.atMs} />}</td>
    </tr>
  )
}
