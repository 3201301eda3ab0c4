import { runRoute } from '#lib/http/run-route.ts'
import { readAccounts } from '#lib/services/console/read-accounts.ts'

/** AccountsView of lib/contracts/views. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ console: context }) => readAccounts(context))
}
