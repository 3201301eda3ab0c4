import { recoveryFilterSchema } from '#lib/contracts/recovery-filter.ts'
import { parseQuery } from '#lib/http/parse-query.ts'
import { runRoute } from '#lib/http/run-route.ts'
import { readRecoveryPosts } from '#lib/services/console/read-recovery-posts.ts'

/** RecoveryPostsView of lib/contracts/views: one page of the posts that the query finds. */
export async function GET(request: Request): Promise<Response> {
  return runRoute(request, ({ console: context }) =>
    readRecoveryPosts(context, parseQuery(request, recoveryFilterSchema)),
  )
}
