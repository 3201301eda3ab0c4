import { liveStream } from '#lib/http/live-stream.ts'
import { runRawRoute } from '#lib/http/run-route.ts'

/** The event stream of an open page. */
export async function GET(request: Request): Promise<Response> {
  return runRawRoute(request, ({ live, runtime }, headers) =>
    Promise.resolve(liveStream(live, runtime.clock, request.signal, headers)),
  )
}
