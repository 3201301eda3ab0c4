import { runRoute } from '#lib/http/run-route.ts'
import { readAccount } from '#lib/services/console/read-account.ts'

/** AccountView of lib/contracts/views. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ accountId: string }> },
): Promise<Response> {
  const { accountId } = await params
  return runRoute(request, ({ console: context }) => readAccount(context, accountId))
}
