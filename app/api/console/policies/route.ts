import { runRoute } from '#lib/http/run-route.ts'
import { readPolicies } from '#lib/services/console/read-policies.ts'

/** PoliciesView of lib/contracts/views. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ console: context }) => readPolicies(context))
}
