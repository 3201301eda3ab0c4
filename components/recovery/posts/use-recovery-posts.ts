'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { fetchView } from '#lib/client/fetch-view.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { requestIdOf, type View } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { recoveryQuery, type RecoveryFilter } from '#lib/contracts/recovery-filter.ts'
import { recoveryPostsViewSchema, type RecoveryPostsView } from '#lib/contracts/views/recovery-view.ts'

/** What the server rendered, and for which filter. */
export interface InitialPosts {
  readonly filter: RecoveryFilter
  readonly view: RecoveryPostsView
}

interface FoundPosts extends View<RecoveryPostsView> {
  /** The query that `data` answers: an earlier one while the filter's own is being read. */
  readonly query: string
}

/** The posts that a filter finds; while another filter is being read, the last ones stay on the screen. */
export function useRecoveryPosts(filter: RecoveryFilter, initial: InitialPosts): FoundPosts {
  const query = recoveryQuery(filter)
  const initialQuery = recoveryQuery(initial.filter)
  const found = useQuery({
    queryKey: queryKeys.recoveryPosts(filter),
    queryFn: async ({ signal }) => ({
      query,
      view: await fetchView(consoleRoutes.recoveryPosts(filter), recoveryPostsViewSchema, signal),
    }),
    refetchInterval: 20_000,
    placeholderData: keepPreviousData,
    ...(query === initialQuery && { initialData: { query, view: initial.view } }),
  })
  const { query: shownQuery, view: data } = found.data ?? { query: initialQuery, view: initial.view }
  return {
    data,
    query: shownQuery,
    failure: found.error && { message: found.error.message, requestId: requestIdOf(found.error) },
    retry: () => void found.refetch(),
  }
}
