'use client'

import Link from 'next/link'
import { consolePlaces } from '#lib/contracts/console-places.ts'
import type { OverviewView } from '#lib/contracts/views/overview-view.ts'
import { deliveryLooks, deliveryText } from '../guard/delivery-words.ts'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/time-text.tsx'

/** Escalations of the last day that reached no executor, one line each; nothing when all did. */
export function UnroutedEscalations({ unrouted }: { unrouted: OverviewView['unrouted'] }) {
  if (unrouted.count === 0) return null
  const more = unrouted.count - unrouted.newest.length
  return (
    <ul className="waiting-lines">
      {unrouted.newest.map((delivery) => {
        const { tone, icon } = deliveryLooks[delivery.status]
        return (
          <li key={delivery.deliveryId}>
            <span className={`v ${tone}`}>
              <Icon name={icon} />
              <b>Unrouted</b>
            </span>
            <span className="wrap-anywhere">
              {delivery.handle}, {delivery.tier === 'tier_1' ? 'tier 1' : 'tier 2'}: {deliveryText(delivery)}
            </span>
            <span className="dim">
              <Moment atMs={delivery.createdAtMs} />
            </span>
            <Link className="tap" href={consolePlaces.delivery(delivery.deliveryId)}>
              Open the delivery
            </Link>
          </li>
        )
      })}
      {more > 0 && (
        <li>
          <Link className="tap" href={consolePlaces.deliveries()}>
            {more} more
          </Link>
        </li>
      )}
    </ul>
  )
}
