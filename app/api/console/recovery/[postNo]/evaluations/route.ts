import { evaluationsQuerySchema } from '#lib/contracts/views/recovery-evaluations-view.ts'
import { parseQuery } from '#lib/http/parse-query.ts'
import { runRoute } from '#lib/http/run-route.ts'
import { readRecoveryEvaluations } from '#lib/services/console/read-recovery-evaluations.ts'

/** RecoveryEvaluationsView of lib/contracts/views: the page after the evaluation `before`. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ postNo: string }> },
): Promise<Response> {
  const { postNo } = await params
  return runRoute(request, ({ console: context }) => {
    const { before } = parseQuery(request, evaluationsQuerySchema)
    return readRecoveryEvaluations(context, postNo, before)
  })
}
