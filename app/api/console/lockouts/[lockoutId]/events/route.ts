import { parseQuery } from '#lib/http/parse-query.ts'
import { runRoute } from '#lib/http/run-route.ts'
import { readEvidence } from '#lib/services/console/read-evidence.ts'
import { z } from 'zod'

const querySchema = z.object({ claim: z.string().min(1) })

/** EvidenceView of lib/contracts/views: the events behind one `claim` of the brief. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ lockoutId: string }> },
): Promise<Response> {
  const { lockoutId } = await params
  return runRoute(request, ({ console: context }) => {
    const { claim } = parseQuery(request, querySchema)
    return readEvidence(context, lockoutId, claim)
  })
}
