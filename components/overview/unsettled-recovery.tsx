'use client'

import Link from 'next/link'
import type { OverviewView } from '#lib/contracts/views/overview-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/time-text.tsx'

/** Recovery's actions of which nobody knows whether they happened, one line each; nothing when all are known. */
export function UnsettledRecovery({ unsettled }: { unsettled: OverviewView['unsettled'] }) {
  if (unsettled.count === 0) return null
  const more = unsettled.count - unsettled.oldest.length
  return (
    <ul className="waiting-lines">
      {unsettled.oldest.map((action) => (
        <li key={action.actionId}>
          <span className="v t2">
            <Icon name="person" />
            <b>Recovery</b>
          </span>
          <span className="wrap-anywhere">
            {action.handle}: nobody knows whether the {action.actionType} on{' '}
            <span className="mono">{action.postId}</span> happened
          </span>
          <span className="dim">
            planned <Moment atMs={action.reservedAtMs} />
          </span>
          <Link className="tap" href={`/recovery/${action.postNo}`} prefetch={false}>
            Open the post
          </Link>
        </li>
      ))}
      {more > 0 && (
        <li>
          <Link className="tap" href="/recovery">
            {formatCount(more)} more
          </Link>
        </li>
      )}
    </ul>
  )
}
