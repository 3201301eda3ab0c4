import { deliveryQuerySchema } from '#lib/contracts/views/deliveries-view.ts'
import { parseQuery } from '#lib/http/parse-query.ts'
import { runRoute } from '#lib/http/run-route.ts'
import { readDeliveries } from '#lib/services/console/read-deliveries.ts'

/** DeliveriesView of lib/contracts/views, for the filter in the query. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ console: context }) =>
    readDeliveries(context, parseQuery(request, deliveryQuerySchema)),
  )
}
