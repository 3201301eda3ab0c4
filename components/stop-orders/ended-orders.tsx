'use client'

import type { EndedStopOrder } from '#lib/contracts/views/stop-orders-view.ts'
import { scopeText } from '../guard/stop-words.ts'
import { Moment } from '../ui/time-text.tsx'

/** Orders that are over: what, who set it and why, who lifted it and why. */
export function EndedOrders({ orders }: { orders: readonly EndedStopOrder[] }) {
  return (
    <table className="flow">
      <thead>
        <tr>
          <th>What</th>
          <th>Set</th>
          <th>Why</th>
          <th>Over</th>
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => (
          <tr key={order.stopOrderId}>
            <td>
              <b>{scopeText(order.scope)}</b>
            </td>
            <td>
              {order.by.name}, <Moment atMs={order.setAtMs} />
            </td>
            <td className="full">{order.reason}</td>
            <td className="full">
              {order.lifted === null ? (
                <>
                  Ran out{' '}
                  {order.expiresAtMs !== null && <Moment atMs={order.expiresAtMs} precision="minute" />}
                </>
              ) : (
                <>
                  Lifted by {order.lifted.by.name}, <Moment atMs={order.lifted.atMs} />: {order.lifted.reason}
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
