'use client'

import Link from 'next/link'
import type { LockOutAccount } from '#lib/client/lockout-actions.ts'
import type { LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { LockOutButton } from '../guard/lock-out-button.tsx'
import { reasonWord } from '../guard/words.ts'
import { StateBadge } from '../guard/state-badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'

interface ClosedPanelProps {
  readonly view: LockoutView
  readonly lockOutAccount: LockOutAccount
}

/** How a lockout ended, where its account is now, and the way back: a reset has no undo, but locking again is one act. */
export function ClosedPanel({ view, lockOutAccount }: ClosedPanelProps) {
  const { lockout, account, viewer } = view
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
        {account.lockout === null && viewer.role !== 'viewer' && (
          <p>
            <LockOutButton account={account} lockOutAccount={lockOutAccount} />
          </p>
        )}
      </div>
    </Panel>
  )
}
