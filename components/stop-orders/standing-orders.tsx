'use client'

import { useState } from 'react'
import type { LiftStopOrder } from '#lib/client/stop-order-actions.ts'
import type { StandingStopOrder } from '#lib/contracts/views/stop-orders-view.ts'
import { scopeText } from '../guard/stop-words.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment, Until } from '../ui/time-text.tsx'
import { LiftDialog } from './lift-dialog.tsx'

interface StandingOrdersProps {
  readonly orders: readonly StandingStopOrder[]
  readonly isLead: boolean
  readonly liftStopOrder: LiftStopOrder
}

/** Orders in force: what, until when, who and why; a lead lifts them here. */
export function StandingOrders({ orders, isLead, liftStopOrder }: StandingOrdersProps) {
  const [lifting, setLifting] = useState<StandingStopOrder | null>(null)
  return (
    <>
      <table className="flow">
        <thead>
          <tr>
            <th>What</th>
            <th>Until</th>
            <th>Set by</th>
            <th>Why</th>
            {isLead && <th className="num">Lift</th>}
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.stopOrderId}>
              <td>
                <span className="v t3">
                  <Icon name="stop" />
                  <b>{scopeText(order.scope)}</b>
                </span>
              </td>
              <td>
                {order.expiresAtMs === null ? (
                  'A lead lifts it'
                ) : (
                  <>
                    <Moment atMs={order.expiresAtMs} precision="minute" />, in{' '}
                    <Until atMs={order.expiresAtMs} />
                  </>
                )}
              </td>
              <td className="full">
                {order.by.name}, <Moment atMs={order.setAtMs} />
              </td>
              <td className="full">{order.reason}</td>
              {isLead && (
                <td className="num full">
                  <Button
                    size="small"
                    aria-label={`Lift the stop order on ${scopeText(order.scope)}…`}
                    onClick={() => setLifting(order)}
                  >
                    Lift…
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {lifting !== null && (
        <LiftDialog
          key={lifting.stopOrderId}
          order={lifting}
          onClose={() => setLifting(null)}
          liftStopOrder={liftStopOrder}
        />
      )}
    </>
  )
}
