'use client'

import Link from 'next/link'
import type { LockoutRow } from '#lib/contracts/views/lockout-row.ts'
import { formatSpan } from '#lib/shared/format-time.ts'
import { trippedText } from '../guard/tripped-text.ts'
import { reasonWord } from '../guard/words.ts'
import { Moment } from '../ui/time-text.tsx'

/** Lockouts that were reset, by whom and why. */
export function ClosedTable({
  lockouts,
  selectedId,
}: {
  lockouts: readonly LockoutRow[]
  selectedId: string | null
}) {
  return (
    <table className="flow">
      <thead>
        <tr>
          <th>Opened</th>
          <th>What</th>
          <th>Why it opened</th>
          <th className="num">Refused</th>
          <th>Open for</th>
          <th>Reset by</th>
          <th>Reason</th>
        </tr>
      </thead>
      <tbody>
        {lockouts.map((lockout) => (
          <tr
            key={lockout.lockoutId}
            className={lockout.lockoutId === selectedId ? 'sel' : ''}
            data-row={lockout.lockoutId}
          >
            <td className="nw">
              <Moment atMs={lockout.openedAtMs} />
            </td>
            <td className="full">
              <Link className="h" href={`/lockouts/${encodeURIComponent(lockout.lockoutId)}`}>
                {lockout.handle}
              </Link>
              {lockout.recorded && <span className="faint"> recorded</span>}
            </td>
            <td className="full dim">{trippedText(lockout)}</td>
            <td className="num hide">{lockout.attemptCount}</td>
            <td className="hide nw">
              {lockout.reset === null ? '' : formatSpan(lockout.reset.atMs - lockout.openedAtMs)}
            </td>
            <td>{lockout.reset?.by.name}</td>
            <td className="dim">{lockout.reset === null ? '' : reasonWord[lockout.reset.reasonCode]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
