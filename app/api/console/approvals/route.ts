import { runRoute } from '#lib/http/run-route.ts'
import { readApprovals } from '#lib/services/console/read-approvals.ts'

/** ApprovalsView of lib/contracts/views. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ console: context }) => readApprovals(context))
}
