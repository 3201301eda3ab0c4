import { DeliveryScreen } from '#components/executors/delivery-screen.tsx'
import { resendDelivery } from '#app/actions/executors.ts'
import { consolePlaces } from '#lib/contracts/console-places.ts'
import { readDelivery } from '#lib/services/console/read-deliveries.ts'
import { orNotFound, pageReader } from '../../../page-reader.ts'

export const metadata = { title: 'Delivery' }

/** One delivery with every attempt. */
export default async function DeliveryPage({ params }: { params: Promise<{ deliveryId: string }> }) {
  const deliveryId = decodeURIComponent((await params).deliveryId)
  const { context, viewer } = await pageReader(consolePlaces.delivery(deliveryId))
  const delivery = await orNotFound(readDelivery(context, deliveryId))
  return <DeliveryScreen initial={delivery} viewer={viewer} resendDelivery={resendDelivery} />
}
