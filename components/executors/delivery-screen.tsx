'use client'

import Link from 'next/link'
import type { ResendDelivery } from '#lib/client/executor-actions.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useAct } from '#lib/client/use-act.ts'
import { useView } from '#lib/client/use-view.ts'
import { consolePlaces } from '#lib/contracts/console-places.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { type DeliveryView, deliveryViewSchema } from '#lib/contracts/views/deliveries-view.ts'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { deliveryLooks, deliveryText } from '../guard/delivery-words.ts'
import { ViewFailure } from '../guard/view-failure.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'
import { useToast } from '../ui/toast.tsx'
import { AttemptsPanel } from './attempts-panel.tsx'

interface DeliveryScreenProps {
  readonly initial: DeliveryView
  readonly viewer: Viewer
  readonly resendDelivery: ResendDelivery
}

/** One delivery: where it stands, every attempt, what is sent, and the means to send it again. */
export function DeliveryScreen({ initial, viewer, resendDelivery }: DeliveryScreenProps) {
  const { deliveryId } = initial.delivery
  const view = useView(
    queryKeys.delivery(deliveryId),
    consoleRoutes.delivery(deliveryId),
    deliveryViewSchema,
    initial,
  )
  const { delivery, attempts, asOfMs } = view.data
  const look = deliveryLooks[delivery.status]
  return (
    <>
      <div className="head">
        <div>
          <p className="crumb">
            <Link className="under" href={consolePlaces.deliveries()}>
              Deliveries
            </Link>{' '}
            /{' '}
            <Link className="under" href={`/accounts/${encodeURIComponent(delivery.accountId)}`}>
              {delivery.handle}
            </Link>
          </p>
          <h1>
            <span className={`v ${look.tone} mr-2`}>
              <Icon name={look.icon} />
            </span>
            {deliveryText(delivery)}
          </h1>
          <p className="meta mt-1.5">
            <span>
              <NextStep view={view.data} />
            </span>
          </p>
        </div>
        {viewer.role !== 'viewer' && delivery.status !== 'shadow' && (
          <div className="end">
            <ResendButton deliveryId={deliveryId} resendDelivery={resendDelivery} />
          </div>
        )}
      </div>
      <div className="stack">
        <ViewFailure view={view} asOfMs={asOfMs} />
        <AttemptsPanel attempts={attempts} isShadow={delivery.status === 'shadow'} />
        <PayloadPanel view={view.data} />
      </div>
    </>
  )
}

function ResendButton({
  deliveryId,
  resendDelivery,
}: {
  deliveryId: string
  resendDelivery: ResendDelivery
}) {
  const toast = useToast()
  const act = useAct(
    resendDelivery,
    () => toast('It is sent again, with the same id'),
    ({ message }) => toast(message),
  )
  return (
    <Button disabled={act.busy} onClick={() => act.run({ deliveryId })}>
      Re-send the delivery
    </Button>
  )
}

/** What happens to it next, or what was said at its end. */
function NextStep({ view: { delivery, resendBy } }: { view: DeliveryView }) {
  const { dueAtMs, detail, status, settledAtMs } = delivery
  if (resendBy !== null) return <>{resendBy.name} sends it again: a worker takes it in a moment</>
  if (status === 'pending' && dueAtMs !== null) {
    return (
      <>
        Next attempt at <Moment atMs={dueAtMs} />, with the same id
      </>
    )
  }
  if (status === 'shadow') return <>The policy was in shadow mode: it was recorded, and is never sent</>
  return (
    <>
      {detail}
      {settledAtMs !== null && (
        <>
          , <Moment atMs={settledAtMs} />
        </>
      )}
    </>
  )
}

function PayloadPanel({ view: { delivery, payload } }: { view: DeliveryView }) {
  return (
    <Panel title="What is sent" sub="the same at every attempt">
      <div className="px-4 pb-3">
        <dl className="kv mb-2.5">
          <dt>webhook-id</dt>
          <dd className="mono">{delivery.deliveryId}</dd>
          <dt>Escalation</dt>
          <dd>
            {delivery.tier === 'tier_1' ? 'Tier 1' : 'Tier 2'}, event #{formatCount(delivery.escalationSeq)}{' '}
            of {delivery.handle}, <Moment atMs={delivery.createdAtMs} />
          </dd>
          <dt>Executor</dt>
          <dd className="mono">{delivery.executor}</dd>
        </dl>
        <pre className="mono wrap-anywhere whitespace-pre-wrap" data-testid="payload" tabIndex={0}>
          {JSON.stringify(JSON.parse(payload), null, 2)}
        </pre>
      </div>
    </Panel>
  )
}
