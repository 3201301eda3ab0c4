'use client'

import Link from 'next/link'
import type { OverviewView } from '#lib/contracts/views/overview-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { Icon } from '../ui/icon.tsx'
import { Due } from '../ui/time-text.tsx'

/** One line for all held actions that wait, with the first to expire; nothing when none waits. */
export function WaitingApprovals({ approvals }: { approvals: OverviewView['approvals'] }) {
  if (approvals.waiting === 0 || approvals.firstExpiresAtMs === null) return null
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
      <span className="v hold">
        <Icon name="held" />
        <b>{formatNoun(approvals.waiting, 'approval')}</b>
      </span>
      <Due act="The first expires" atMs={approvals.firstExpiresAtMs} />
      <Link className="tap" href="/approvals">
        Open approvals
      </Link>
    </p>
  )
}
