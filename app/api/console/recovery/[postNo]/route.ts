import { runRoute } from '#lib/http/run-route.ts'
import { readRecoveryPost } from '#lib/services/console/read-recovery-post.ts'

/** RecoveryPostView of lib/contracts/views. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ postNo: string }> },
): Promise<Response> {
  const { postNo } = await params
  return runRoute(request, ({ console: context }) => readRecoveryPost(context, postNo))
}
