import { runRoute } from '#lib/http/run-route.ts'
import { readComparison } from '#lib/services/recovery/read-comparison.ts'

/** RecoveryComparisonView of lib/contracts/views. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ console: context }) => readComparison(context))
}
