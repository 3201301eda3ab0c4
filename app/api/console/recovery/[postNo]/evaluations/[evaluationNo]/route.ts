import { runRoute } from '#lib/http/run-route.ts'
import { readRecoveryEvaluation } from '#lib/services/console/read-recovery-evaluation.ts'

/** RecoveryEvaluationView of lib/contracts/views. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ postNo: string; evaluationNo: string }> },
): Promise<Response> {
  const { postNo, evaluationNo } = await params
  return runRoute(request, ({ console: context }) => readRecoveryEvaluation(context, postNo, evaluationNo))
}
