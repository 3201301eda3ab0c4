'use client'

import { useQuery } from '@tanstack/react-query'
import { fetchView } from '#lib/client/fetch-view.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import type { StopScope } from '#lib/contracts/stop-scope.ts'
import { type StopOrderPreview, stopOrderPreviewSchema } from '#lib/contracts/views/stop-orders-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { Button } from '../ui/button.tsx'

/** What an order would have refused in the last hour, and whether that is known yet. */
export interface Preview {
  readonly data: StopOrderPreview | null
  readonly failure: string | null
  readonly retry: () => void
}

/** Reads the impact of an order on a scope; nothing while there is none. */
export function useStopPreview(scope: StopScope | null): Preview {
  const query = useQuery({
    queryKey: queryKeys.stopOrderPreview(scope),
    queryFn: ({ signal }) =>
      scope === null
        ? null
        : fetchView(consoleRoutes.stopOrderPreview(scope), stopOrderPreviewSchema, signal),
    enabled: scope !== null,
    staleTime: 0,
  })
  return {
    data: scope === null ? null : (query.data ?? null),
    failure: query.error?.message ?? null,
    retry: () => void query.refetch(),
  }
}

const named = 4

/** The impact in words, before the order is confirmed. */
export function StopPreview({ scope, preview }: { scope: StopScope | null; preview: Preview }) {
  if (scope === null)
    return <p className="impact dim">Name what is to be stopped to see what it would refuse.</p>
  if (preview.failure !== null) {
    return (
      <p className="impact" role="alert">
        What it would refuse could not be read: {preview.failure}{' '}
        <Button size="small" onClick={preview.retry}>
          Retry
        </Button>
      </p>
    )
  }
  if (preview.data === null) return <p className="impact dim">Reading the last hour…</p>
  return (
    <div className="impact" role="status">
      <ImpactText preview={preview.data} />
    </div>
  )
}

function ImpactText({ preview }: { preview: StopOrderPreview }) {
  const { attempts, admitted, held, accounts, agents } = preview
  if (attempts === 0) {
    return <p>In the last hour it would have refused nothing: no autonomous attempt was in its scope.</p>
  }
  return (
    <>
      <p>
        In the last hour it would have refused <b>{formatNoun(attempts, 'attempt')}</b> of{' '}
        <b>{formatNoun(agents.length, 'agent')}</b> on <b>{formatNoun(accounts.length, 'account')}</b>:{' '}
        {formatCount(admitted)} that were admitted, {formatCount(held)} held,{' '}
        {formatCount(attempts - admitted - held)} refused anyway.
      </p>
      <p className="dim">Accounts: {namesText(accounts)}</p>
      <p className="dim">Agents: {namesText(agents)}</p>
    </>
  )
}

function namesText(totals: StopOrderPreview['accounts']): string {
  const first = totals.slice(0, named).map(({ id, attempts }) => `${id} (${formatCount(attempts)})`)
  const more = totals.length - first.length
  return first.join(', ') + (more > 0 ? ` and ${formatCount(more)} more` : '')
}
