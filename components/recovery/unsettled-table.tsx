'use client'

import type { UnsettledAction } from '#lib/contracts/views/recovery-view.ts'
import { Moment } from '../ui/time-text.tsx'

/** Actions whose outcome the platform could not tell, with what a person needs to look for. */
export function UnsettledTable({ actions }: { actions: readonly UnsettledAction[] }) {
  return (
    <table className="flow">
      <thead>
        <tr>
          <th>Action</th>
          <th>Key</th>
          <th style={{ width: 100 }}>Attempts</th>
          <th style={{ width: 170 }}>Last error</th>
          <th style={{ width: 130 }}>Planned</th>
        </tr>
      </thead>
      <tbody>
        {actions.map((action) => (
          <tr key={action.actionId}>
            <td className="full">
              {action.actionType} on <span className="mono">{action.postId}</span>
              <span className="sub2">
                {action.handle} · {action.platform}
              </span>
            </td>
            <td className="mono full">{action.idempotencyKey}</td>
            <td>{action.attempts}</td>
            <td className="mono">{action.errorCode ?? '–'}</td>
            <td className="nw">
              <Moment atMs={action.reservedAtMs} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
