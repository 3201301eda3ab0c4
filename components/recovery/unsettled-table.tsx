'use client'

import Link from 'next/link'
import type { Action } from '#lib/client/lockout-actions.ts'
import type { SettleRecoveryActionInput } from '#lib/contracts/recovery-actions.ts'
import type { UnsettledAction } from '#lib/contracts/views/recovery-view.ts'
import { Moment } from '../ui/time-text.tsx'
import { SettleForm } from './settle-form.tsx'

interface UnsettledTableProps {
  readonly actions: readonly UnsettledAction[]
  /** Null for a viewer, who may look but not settle. */
  readonly settle: Action<SettleRecoveryActionInput> | null
  readonly onSettled: () => void
}

/** Actions whose outcome the platform could not tell, with what a person needs to look for. */
export function UnsettledTable({ actions, settle, onSettled }: UnsettledTableProps) {
  return (
    <table className="flow">
      <thead>
        <tr>
          <th>Action</th>
          <th style={{ width: 200 }}>Key</th>
          <th style={{ width: 100 }}>Attempts</th>
          <th style={{ width: 170 }}>Last error</th>
          <th style={{ width: 130 }}>Planned</th>
          <th style={{ width: 320 }}>Settle</th>
        </tr>
      </thead>
      <tbody>
        {actions.map((action) => (
          <tr key={action.actionId}>
            <td className="full">
              {action.actionType} on{' '}
              <Link className="mono" href={`/recovery/${action.postNo}`} prefetch={false}>
                {action.postId}
              </Link>
              <span className="sub2">
                {action.handle} · {action.platform}
              </span>
            </td>
            <td className="mono full wrap-anywhere">{action.idempotencyKey}</td>
            <td>
              {action.attempts}
              <span className="only-phone"> {action.attempts === 1 ? 'attempt' : 'attempts'}</span>
            </td>
            <td className="mono">{action.errorCode ?? '–'}</td>
            <td className="nw">
              <span className="only-phone">planned </span>
              <Moment atMs={action.reservedAtMs} />
            </td>
            <td className="full">
              {settle === null ? (
                <span className="dim">Any reviewer or lead can settle it.</span>
              ) : (
                <SettleForm action={action} settle={settle} onSettled={onSettled} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
