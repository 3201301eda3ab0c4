'use client'

import Link from 'next/link'
import type { LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { reasonWord } from '../guard/words.ts'
import { StateBadge } from '../guard/state-badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'

/** How a lockout ended, and where its account is now. */
export function ClosedPanel({ view }: { view: LockoutView }) {
  const { lockout, account } = view
  if (lockout.reset === null) return null
  return (
    <Panel title="Reset">
      <div className="grid gap-2 px-4 pb-4">
        <p>
          <b>{lockout.reset.by.name}</b> reset it at <Moment atMs={lockout.reset.atMs} />:{' '}
          {reasonWord[lockout.reset.reasonCode].toLowerCase()}.
        </p>
        <p className="flex items-center gap-2">
          Now <StateBadge account={account} />
          <Link className="tap" href={`/accounts/${encodeURIComponent(lockout.accountId)}`}>
            Open {lockout.handle}
          </Link>
        </p>
      </div>
    </Panel>
  )
}
