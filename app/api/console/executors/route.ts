import { runRoute } from '#lib/http/run-route.ts'
import { readExecutors } from '#lib/services/console/read-executors.ts'

/** ExecutorsView of lib/contracts/views. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ console: context }) => readExecutors(context))
}
