import { velocityRangeSchema } from '#lib/contracts/views/velocity-view.ts'
import { parseQuery } from '#lib/http/parse-query.ts'
import { runRoute } from '#lib/http/run-route.ts'
import { readVelocity } from '#lib/services/console/read-velocity.ts'
import { z } from 'zod'

const querySchema = z.object({ range: velocityRangeSchema })

/** VelocityView of lib/contracts/views, over `range`. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ accountId: string }> },
): Promise<Response> {
  const { accountId } = await params
  return runRoute(request, ({ console: context }) => {
    const { range } = parseQuery(request, querySchema)
    return readVelocity(context, accountId, range)
  })
}
