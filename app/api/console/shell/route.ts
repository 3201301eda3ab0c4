import { runRoute } from '#lib/http/run-route.ts'
import { readShell } from '#lib/services/console/read-shell.ts'

/** ShellView of lib/contracts/views. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ console: context, viewer }) => readShell(context, viewer))
}
