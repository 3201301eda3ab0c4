import { runRoute } from '#lib/http/run-route.ts'
import { readLockout } from '#lib/services/console/read-lockout.ts'

/** LockoutView of lib/contracts/views, for whoever is signed in. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ lockoutId: string }> },
): Promise<Response> {
  const { lockoutId } = await params
  return runRoute(request, ({ console: context, viewer, actor }) =>
    readLockout(context, lockoutId, viewer, actor),
  )
}
