'use client'

import type { ClaimView } from '#lib/contracts/views/lockout-row.ts'
import { initials } from '#lib/shared/format-count.ts'
import { formatCountdown } from '#lib/shared/format-time.ts'
import { useNow } from '../ui/clock.tsx'

/** How long a claim lasts; the ring empties with it. */
const leaseMs = 5 * 60_000
const expiringMs = 60_000
const circumference = 2 * Math.PI * 7

/** Who works on a lockout and for how long still: one's own with a ring, another's with initials. */
export function ClaimChip({
  claim,
  viewerId,
  verbose = false,
}: {
  claim: ClaimView | null
  viewerId: string
  verbose?: boolean
}) {
  const leftMs = (claim?.untilMs ?? 0) - useNow()
  if (claim === null || leftMs <= 0) return <span className="faint">Unclaimed</span>
  const left = leftMs < expiringMs ? `${formatCountdown(leftMs)} expiring` : formatCountdown(leftMs)
  if (claim.by.id !== viewerId) {
    return (
      <span className="claim">
        <span className="who s" aria-hidden="true">
          {initials(claim.by.name)}
        </span>
        {claim.by.name} · {left}
      </span>
    )
  }
  return (
    <span className="claim">
      <Ring share={leftMs / leaseMs} />
      {verbose ? 'Claimed by you' : 'You'} · {left}
    </span>
  )
}

function Ring({ share }: { share: number }) {
  return (
    <svg className="lease" viewBox="0 0 18 18" aria-hidden="true">
      <circle cx="9" cy="9" r="7" fill="none" stroke="var(--line)" strokeWidth="2.5" />
      <circle
        cx="9"
        cy="9"
        r="7"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2.5"
        strokeDasharray={`${(Math.min(1, share) * circumference).toFixed(1)} ${circumference.toFixed(1)}`}
        transform="rotate(-90 9 9)"
      />
    </svg>
  )
}
