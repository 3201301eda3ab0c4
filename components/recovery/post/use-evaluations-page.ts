'use client'

import { useQuery } from '@tanstack/react-query'
import { fetchView } from '#lib/client/fetch-view.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { requestIdOf } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { recoveryEvaluationsViewSchema } from '#lib/contracts/views/recovery-evaluations-view.ts'
import type { EvaluationRow, RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'

interface EvaluationsPage {
  /** Null while they are not read. */
  readonly rows: readonly EvaluationRow[] | null
  /** `before` of the next page; null on the last one. */
  readonly nextBefore: string | null
  readonly failure: { readonly message: string; readonly requestId: string | undefined } | null
  readonly retry: () => void
}

/** The page of evaluations after one of them; with null the newest ones, which the post's view brings. */
export function useEvaluationsPage(view: RecoveryPostView, before: string | null): EvaluationsPage {
  const { postNo } = view.post
  const query = useQuery({
    queryKey: queryKeys.recoveryEvaluations(postNo, before ?? ''),
    queryFn: ({ signal }) =>
      fetchView(
        consoleRoutes.recoveryEvaluations(postNo, before ?? ''),
        recoveryEvaluationsViewSchema,
        signal,
      ),
    enabled: before !== null,
    // What was found then never changes.
    staleTime: Infinity,
  })
  const retry = () => void query.refetch()
  if (before === null) {
    const { evaluations, evaluationCount } = view
    const hasMore = evaluationCount > evaluations.length
    const nextBefore = hasMore ? (evaluations.at(-1)?.evaluationNo ?? null) : null
    return { rows: evaluations, nextBefore, failure: null, retry }
  }
  return {
    rows: query.data?.evaluations ?? null,
    nextBefore: query.data?.nextBefore ?? null,
    failure: query.error && { message: query.error.message, requestId: requestIdOf(query.error) },
    retry,
  }
}
