import { runRoute } from '#lib/http/run-route.ts'
import { readApproval } from '#lib/services/console/read-approval.ts'

/** ApprovalView of lib/contracts/views. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ approvalId: string }> },
): Promise<Response> {
  const { approvalId } = await params
  return runRoute(request, ({ console: context }) => readApproval(context, approvalId))
}
