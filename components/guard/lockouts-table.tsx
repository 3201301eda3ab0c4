'use client'

import Link from 'next/link'
import type { LockoutRow } from '#lib/contracts/views/lockout-row.ts'
import { formatSpanShort } from '#lib/shared/format-time.ts'
import { useNow } from '../ui/clock.tsx'
import { Icon } from '../ui/icon.tsx'
import { Due } from '../ui/time-text.tsx'
import { ClaimChip } from './claim-chip.tsx'
import { trippedText } from './tripped-text.ts'

interface LockoutsTableProps {
  readonly lockouts: readonly LockoutRow[]
  readonly selectedId: string | null
  readonly viewerId: string
}

/** Lockouts that wait for a person: what, why, who has it, and since when. */
export function LockoutsTable({ lockouts, selectedId, viewerId }: LockoutsTableProps) {
  return (
    <table className="flow">
      <thead>
        <tr>
          <th style={{ width: 120 }}>Kind</th>
          <th className="only-phone" />
          <th style={{ width: 270 }}>What</th>
          <th>Why it is here</th>
          <th style={{ width: 235 }}>Claim</th>
          <th style={{ width: 180 }}>Due</th>
          <th style={{ width: 70 }}>
            <span className="vh">Open</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lockouts.map((lockout) => (
          <LockoutLine
            key={lockout.lockoutId}
            lockout={lockout}
            selected={lockout.lockoutId === selectedId}
            viewerId={viewerId}
          />
        ))}
      </tbody>
    </table>
  )
}

function LockoutLine({
  lockout,
  selected,
  viewerId,
}: {
  lockout: LockoutRow
  selected: boolean
  viewerId: string
}) {
  const href = `/lockouts/${encodeURIComponent(lockout.lockoutId)}`
  return (
    <tr className={selected ? 'sel' : ''} data-row={lockout.lockoutId}>
      <td className="nw">
        <span className="v t3">
          <Icon name="locked" />
          <b>{lockout.upheld === null ? 'Lockout' : 'Upheld'}</b>
        </span>
      </td>
      <td className="num only-phone">
        <LockoutDue lockout={lockout} />
      </td>
      <td className="full">
        <Link className="h" href={href}>
          {lockout.handle}
        </Link>
        {lockout.recorded && <span className="faint"> recorded</span>}
      </td>
      <td className="full dim">{trippedText(lockout)}</td>
      <td className="full">
        <ClaimChip claim={lockout.claim} viewerId={viewerId} />
      </td>
      <td className="hide">
        <LockoutDue lockout={lockout} />
      </td>
      <td className="num hide">
        <Link href={href} aria-label={`Open the lockout of ${lockout.handle}`}>
          Open
        </Link>
      </td>
    </tr>
  )
}

/** When it is to be reviewed, or for how long it has waited for a decision. */
function LockoutDue({ lockout }: { lockout: LockoutRow }) {
  const nowMs = useNow()
  if (lockout.upheld === null) return <b>Decide, open {formatSpanShort(nowMs - lockout.openedAtMs)}</b>
  if (lockout.upheld.reviewAtMs === null) return <span className="dim">No review date</span>
  return <Due act="Review" atMs={lockout.upheld.reviewAtMs} />
}
