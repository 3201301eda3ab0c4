import { runRoute } from '#lib/http/run-route.ts'
import { readStopOrders } from '#lib/services/console/read-stop-orders.ts'

/** StopOrdersView of lib/contracts/views. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ console: context }) => readStopOrders(context))
}
