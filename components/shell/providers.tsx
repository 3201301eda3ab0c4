'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { useState, type ReactNode } from 'react'
import { ClockProvider } from '../ui/clock.tsx'
import { LiveRegionProvider } from '../ui/live-region.tsx'
import { ToastProvider } from '../ui/toast.tsx'
import { useZoneCookie } from './use-zone-cookie.ts'

/** Everything that the pages share in the browser: queries, URL state, one clock, toasts and the live region. */
export function Providers({
  zone,
  renderedAtMs,
  children,
}: {
  zone: string
  renderedAtMs: number
  children: ReactNode
}) {
  const [client] = useState(newQueryClient)
  return (
    <NuqsAdapter>
      <QueryClientProvider client={client}>
        <ClockProvider zone={useZoneCookie(zone)} renderedAtMs={renderedAtMs}>
          <LiveRegionProvider>
            <ToastProvider>{children}</ToastProvider>
          </LiveRegionProvider>
        </ClockProvider>
      </QueryClientProvider>
    </NuqsAdapter>
  )
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    // The live stream says when something changed; until then what was read is good.
    defaultOptions: { queries: { staleTime: 10_000, retry: 1, refetchOnWindowFocus: true } },
  })
}
