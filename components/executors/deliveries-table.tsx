'use client'

import Link from 'next/link'
import { consolePlaces } from '#lib/contracts/console-places.ts'
import type { DeliveryRow } from '#lib/contracts/views/deliveries-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { deliveryLooks } from '../guard/delivery-words.ts'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/time-text.tsx'

/** Deliveries: where each stands, of which account and tier, to whom, and what was answered. */
export function DeliveriesTable({ deliveries }: { deliveries: readonly DeliveryRow[] }) {
  return (
    <table className="flow">
      <thead>
        <tr>
          <th style={{ width: 130 }}>Outcome</th>
          <th>Escalation</th>
          <th>Executor</th>
          <th>Answer</th>
          <th className="num" style={{ width: 90 }}>
            Attempts
          </th>
          <th style={{ width: 140 }}>At</th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <DeliveryLine key={delivery.deliveryId} delivery={delivery} />
        ))}
      </tbody>
    </table>
  )
}

function DeliveryLine({ delivery }: { delivery: DeliveryRow }) {
  const { deliveryId, status, handle, tier, executor, attempts, createdAtMs } = delivery
  const { word, tone, icon } = deliveryLooks[status]
  return (
    <tr>
      <td className="nw">
        <span className={`v ${tone}`}>
          <Icon name={icon} />
          {word}
        </span>
      </td>
      <td className="full">
        <Link className="h" href={consolePlaces.delivery(deliveryId)}>
          {handle}, {tier === 'tier_1' ? 'tier 1' : 'tier 2'}
        </Link>
      </td>
      <td className="full mono wrap-anywhere">{executor}</td>
      <td className="full dim">
        <Answer delivery={delivery} />
      </td>
      <td className="num hide">{formatCount(attempts)}</td>
      <td className="nw">
        <Moment atMs={createdAtMs} />
      </td>
    </tr>
  )
}

function Answer({ delivery: { status, detail, dueAtMs, attempts } }: { delivery: DeliveryRow }) {
  if (status === 'shadow') return <>Recorded only, under a policy in shadow mode</>
  if (status !== 'pending') return <>{detail}</>
  if (attempts === 0 || dueAtMs === null) return <>Not tried yet</>
  return (
    <>
      Not accepted yet, tried again at <Moment atMs={dueAtMs} />
    </>
  )
}
