import { runRoute } from '#lib/http/run-route.ts'
import { readAccountPolicy } from '#lib/services/console/read-policies.ts'

/** AccountPolicyView of lib/contracts/views. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ accountId: string }> },
): Promise<Response> {
  const { accountId } = await params
  return runRoute(request, ({ console: context }) => readAccountPolicy(context, accountId))
}
