'use client'

import Link from 'next/link'
import type { StandingStopOrder } from '#lib/contracts/views/stop-orders-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { scopeText } from '../guard/stop-words.ts'
import { useNow } from '../ui/clock.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/time-text.tsx'

/** What is stopped, on every page for as long as it is: the widest order whole, the others counted. */
export function StopBanner({ orders }: { orders: readonly StandingStopOrder[] }) {
  const nowMs = useNow()
  const standing = orders.filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > nowMs)
  const [widest] = standing
  if (!widest) return null
  const { scope, expiresAtMs, by, setAtMs, reason } = widest
  return (
    <section className="stop-banner" aria-label="Stop order in force">
      <Icon name="stop" />
      <p>
        <b>Stop order: {scopeText(scope)}</b>{' '}
        <span>
          until {expiresAtMs === null ? 'a lead lifts it' : <Moment atMs={expiresAtMs} precision="minute" />}.
          Set by {by.name}, <Moment atMs={setAtMs} precision="minute" />: “{reason}”
        </span>
      </p>
      <Link href="/stop-orders">
        {standing.length > 1
          ? `and ${formatNoun(standing.length - 1, 'more', 'more')}: all stop orders`
          : 'Stop orders'}
      </Link>
    </section>
  )
}
