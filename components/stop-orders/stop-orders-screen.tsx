'use client'

import { useState } from 'react'
import type { LiftStopOrder, SetStopOrder } from '#lib/client/stop-order-actions.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import { type StopOrdersView, stopOrdersViewSchema } from '#lib/contracts/views/stop-orders-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { StopDialog } from '../guard/stop-dialog.tsx'
import { scopeText } from '../guard/stop-words.ts'
import { ViewFailure } from '../guard/view-failure.tsx'
import { useNow } from '../ui/clock.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { EndedOrders } from './ended-orders.tsx'
import { StandingOrders } from './standing-orders.tsx'

interface StopOrdersScreenProps {
  readonly initial: StopOrdersView
  readonly viewer: Viewer
  readonly setStopOrder: SetStopOrder
  readonly liftStopOrder: LiftStopOrder
}

/** What is stopped now, who may lift it, and what was stopped before. */
export function StopOrdersScreen({ initial, viewer, setStopOrder, liftStopOrder }: StopOrdersScreenProps) {
  const view = useView(queryKeys.stopOrders(), consoleRoutes.stopOrders(), stopOrdersViewSchema, initial)
  const [open, setOpen] = useState(false)
  const nowMs = useNow()
  const { ended, known, asOfMs } = view.data
  // One that runs out while the page is open is over before the page is read again.
  const standing = view.data.standing.filter((order) => (order.expiresAtMs ?? nowMs + 1) > nowMs)
  const isLead = viewer.role === 'lead'
  return (
    <>
      <div className="head">
        <div>
          <h1>{title(standing)}</h1>
          <p className="meta mt-1.5">
            {isLead
              ? 'A stop order holds in every process from the next decision on, until it ends or a lead lifts it.'
              : 'Leads set and lift stop orders.'}
          </p>
        </div>
        {isLead && (
          <div className="end">
            <Button tone="danger" onClick={() => setOpen(true)}>
              <Icon name="stop" />
              Stop…
            </Button>
            <StopDialog
              open={open}
              onOpenChange={setOpen}
              scope={{ kind: 'everything' }}
              known={known}
              setStopOrder={setStopOrder}
            />
          </div>
        )}
      </div>
      <div className="stack">
        <ViewFailure view={view} asOfMs={asOfMs} />
        <Panel title="In force" sub="the widest first">
          {standing.length === 0 ? (
            <EmptyNote fill="A lead stops one agent, one account, one action type, one platform or everything.">
              Nothing is stopped.
            </EmptyNote>
          ) : (
            <StandingOrders orders={standing} isLead={isLead} liftStopOrder={liftStopOrder} />
          )}
        </Panel>
        <Panel title="Over" sub="lifted or run out, newest first">
          {ended.length === 0 ? (
            <EmptyNote fill="An order that was lifted, or that has run out, stays here with its reasons.">
              No stop order is over yet.
            </EmptyNote>
          ) : (
            <EndedOrders orders={ended} />
          )}
        </Panel>
      </div>
    </>
  )
}

function title(standing: StopOrdersView['standing']): string {
  const [widest, ...others] = standing
  if (!widest) return 'Nothing is stopped: agents act within their policies'
  const more = others.length === 0 ? '' : ` and ${formatNoun(others.length, 'more', 'more')}`
  return `Stopped: ${scopeText(widest.scope)}${more}`
}
