import { z } from 'zod'
import { recoveryRangeSchema } from '#lib/contracts/views/recovery-series-view.ts'
import { parseQuery } from '#lib/http/parse-query.ts'
import { runRoute } from '#lib/http/run-route.ts'
import { readRecoverySeries } from '#lib/services/console/read-recovery-series.ts'

const querySchema = z.object({ range: recoveryRangeSchema })

/** RecoverySeries of lib/contracts/views, over `range`. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ postNo: string }> },
): Promise<Response> {
  const { postNo } = await params
  return runRoute(request, ({ console: context }) => {
    const { range } = parseQuery(request, querySchema)
    return readRecoverySeries(context, postNo, range)
  })
}
