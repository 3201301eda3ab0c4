'use client'

import { useQuery } from '@tanstack/react-query'
import { fetchView } from '#lib/client/fetch-view.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { requestIdOf } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { evidenceViewSchema, type EvidenceView, type LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { DecisionsTable } from '../guard/decisions-table.tsx'
import { FailedNote } from '../ui/page-note.tsx'
import { SideSheet } from '../ui/side-sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Moment } from '../ui/time-text.tsx'

/** The recorded events behind one claim, opened beside the page. */
export function EvidenceSheet({
  view,
  claimId,
  onClose,
}: {
  view: LockoutView
  claimId: string | null
  onClose: () => void
}) {
  const claim = [...view.brief.claims, ...view.brief.counterEvidence].find((each) => each.id === claimId)
  return (
    <SideSheet
      open={claim !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title="Events behind the claim"
      {...(claim && { sub: formatNoun(claim.events, 'event') })}
    >
      {claim !== undefined && (
        <>
          <p className="px-4 pb-3">{claim.sentence}</p>
          <Evidence lockoutId={view.lockout.lockoutId} claimId={claim.id} />
        </>
      )}
    </SideSheet>
  )
}

function Evidence({ lockoutId, claimId }: { lockoutId: string; claimId: string }) {
  const query = useQuery({
    queryKey: queryKeys.evidence(lockoutId, claimId),
    queryFn: ({ signal }) =>
      fetchView(consoleRoutes.evidence(lockoutId, claimId), evidenceViewSchema, signal),
    // Recorded events never change.
    staleTime: Infinity,
  })
  if (query.error !== null) {
    const requestId = requestIdOf(query.error)
    return (
      <FailedNote
        what={`The events could not be read: ${query.error.message}`}
        onRetry={() => void query.refetch()}
        {...(requestId !== undefined && { requestId })}
      />
    )
  }
  if (query.data === undefined) {
    return (
      <div className="px-4" role="status">
        <span className="vh">Loading events</span>
        <Skeleton height={320} />
      </div>
    )
  }
  return <EvidenceRows evidence={query.data} />
}

function EvidenceRows({ evidence }: { evidence: EvidenceView }) {
  const decisions = evidence.events.flatMap((event) => event.decision ?? [])
  const others = evidence.events.filter((event) => event.decision === null)
  return (
    <>
      {evidence.missing.length > 0 && (
        <p className="note stale">
          {formatNoun(evidence.missing.length, 'event')} could not be found:{' '}
          {evidence.missing.map((seq) => `#${formatCount(seq)}`).join(', ')}
        </p>
      )}
      {decisions.length > 0 && <DecisionsTable decisions={decisions} />}
      {others.length > 0 && (
        <table className="flow">
          <tbody>
            {others.map((event) => (
              <tr key={event.seq}>
                <td className="nw">
                  <Moment atMs={event.atMs} />
                </td>
                <td className="nw">
                  <code>{event.type}</code>
                </td>
                <td className="full">{event.text}</td>
                <td className="num hide ev faint">#{formatCount(event.seq)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
