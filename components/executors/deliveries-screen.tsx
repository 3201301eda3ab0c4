'use client'

import Link from 'next/link'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useHeldRows } from '#lib/client/use-held-rows.ts'
import { useView } from '#lib/client/use-view.ts'
import { consolePlaces } from '#lib/contracts/console-places.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import {
  type DeliveriesView,
  deliveriesViewSchema,
  type DeliveryQuery,
} from '#lib/contracts/views/deliveries-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { ViewFailure } from '../guard/view-failure.tsx'
import { WaitingRows } from '../guard/waiting-rows.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { DeliveriesTable } from './deliveries-table.tsx'
import { DeliveryFilters } from './delivery-filters.tsx'
import { SettingsTabs } from './settings-tabs.tsx'

/** What went to executors, newest first, by the filter in the page's address. */
export function DeliveriesScreen({ initial, query }: { initial: DeliveriesView; query: DeliveryQuery }) {
  const view = useView(
    queryKeys.deliveries(query),
    consoleRoutes.deliveries(query),
    deliveriesViewSchema,
    initial,
  )
  const { known, asOfMs } = view.data
  return (
    <>
      <div className="head">
        <div>
          <SettingsTabs current="/settings/deliveries" />
          <h1>{title(view.data)}</h1>
        </div>
      </div>
      <div className="stack">
        <ViewFailure view={view} asOfMs={asOfMs} />
        <Panel title="Deliveries" sub="newest first">
          <DeliveryFilters query={query} known={known} />
          <DeliveryPage key={consolePlaces.deliveries(query)} view={view.data} query={query} />
        </Panel>
      </div>
    </>
  )
}

/** One page of the list; deliveries that come while it is read wait behind their count. */
function DeliveryPage({ view, query }: { view: DeliveriesView; query: DeliveryQuery }) {
  const held = useHeldRows(view.deliveries, (each) => each.deliveryId)
  const isFiltered = Object.values(query).some((part) => part !== '')
  return (
    <>
      <WaitingRows newCount={held.newCount} reordered={false} onShow={held.release} />
      {held.rows.length === 0 ? (
        <NoDeliveries isFiltered={isFiltered} />
      ) : (
        <DeliveriesTable deliveries={held.rows} />
      )}
      {(query.before !== '' || view.nextBefore !== null) && (
        <nav className="pages" aria-label="Pages">
          {query.before !== '' && (
            <Link href={consolePlaces.deliveries({ ...query, before: '' })}>Newest</Link>
          )}
          {view.nextBefore !== null && (
            <Link href={consolePlaces.deliveries({ ...query, before: view.nextBefore })}>Older</Link>
          )}
        </nav>
      )}
    </>
  )
}

function NoDeliveries({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) {
    return <EmptyNote fill="Leave a part of the filter open to see more.">No delivery fits.</EmptyNote>
  }
  return (
    <EmptyNote fill="The first goes out when an account reaches tier 1 or tier 2.">
      Nothing was dispatched yet.
    </EmptyNote>
  )
}

function title({ pending, unrouted }: DeliveriesView): string {
  const parts = [
    unrouted > 0 ? `${formatNoun(unrouted, 'escalation')} of the last 24 h reached nobody` : '',
    pending > 0 ? `${formatNoun(pending, 'delivery', 'deliveries')} pending` : '',
  ].filter((part) => part !== '')
  return parts.length > 0 ? parts.join(', ') : 'No escalation of the last 24 h is unrouted'
}
