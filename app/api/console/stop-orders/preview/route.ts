import { stopScopeSchema } from '#lib/contracts/stop-scope.ts'
import { parseQuery } from '#lib/http/parse-query.ts'
import { runRoute } from '#lib/http/run-route.ts'
import { previewStopOrder } from '#lib/services/stop-orders/preview-stop-order.ts'

/** StopOrderPreview of lib/contracts/views, for the scope in the query. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ runtime }) => previewStopOrder(runtime, parseQuery(request, stopScopeSchema)))
}
