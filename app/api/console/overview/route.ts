import { runRoute } from '#lib/http/run-route.ts'
import { readOverview } from '#lib/services/console/read-overview.ts'

/** OverviewView of lib/contracts/views. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ console: context }) => readOverview(context))
}
