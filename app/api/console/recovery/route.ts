import { runRoute } from '#lib/http/run-route.ts'
import { readRecovery } from '#lib/services/console/read-recovery.ts'

/** RecoveryView of lib/contracts/views. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ console: context }) => readRecovery(context))
}
