import { StopOrdersScreen } from '#components/stop-orders/stop-orders-screen.tsx'
import { liftStopOrder, setStopOrder } from '#app/actions/stop-orders.ts'
import { readStopOrders } from '#lib/services/console/read-stop-orders.ts'
import { pageReader } from '../page-reader.ts'

export const metadata = { title: 'Stop orders' }

/** What is stopped, and what was. */
export default async function StopOrdersPage() {
  const { context, viewer } = await pageReader('/stop-orders')
  return (
    <StopOrdersScreen
      initial={await readStopOrders(context)}
      viewer={viewer}
      setStopOrder={setStopOrder}
      liftStopOrder={liftStopOrder}
    />
  )
}
