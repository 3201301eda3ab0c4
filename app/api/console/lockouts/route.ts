import { runRoute } from '#lib/http/run-route.ts'
import { readLockouts } from '#lib/services/console/read-lockouts.ts'

/** LockoutsView of lib/contracts/views. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ console: context }) => readLockouts(context))
}
