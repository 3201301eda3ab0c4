'use client'

import { keepPreviousData, useQuery, type QueryKey } from '@tanstack/react-query'
import type { z } from 'zod'
import { fetchView, ViewError } from './fetch-view.ts'

/** A view on the screen: its data, and the failure when the last read of it failed. */
export interface View<Data> {
  readonly data: Data
  readonly failure: { readonly message: string; readonly requestId: string | undefined } | null
  readonly retry: () => void
}

/** Reads again when nothing was said for so long: the net under the live stream. */
const pollMs = 20_000

/**
 * A view that the server rendered, kept up to date. While a read fails the last data stays, with its failure. `initial`
 * may be of another key (a range that was left since): then it stays on the screen until this one is read.
 */
export function useView<Data>(
  key: QueryKey,
  path: string,
  schema: z.ZodType<Data>,
  initial: Data,
  isOfKey = true,
): View<Data> {
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }): Promise<Data> => fetchView(path, schema, signal),
    refetchInterval: pollMs,
    placeholderData: keepPreviousData,
    ...(isOfKey && { initialData: initial }),
  })
  return {
    data: query.data ?? initial,
    failure:
      query.error === null ? null : { message: query.error.message, requestId: requestIdOf(query.error) },
    retry: () => void query.refetch(),
  }
}

export function requestIdOf(error: Error): string | undefined {
  return error instanceof ViewError ? error.requestId : undefined
}
