'use client'

import { useRouter } from 'next/navigation'
import type { ClaimLockout } from '#lib/client/lockout-actions.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useHeldRows } from '#lib/client/use-held-rows.ts'
import { useRowCursor } from '#lib/client/use-row-cursor.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { lockoutsViewSchema, type LockoutsView } from '#lib/contracts/views/lockout-row.ts'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import { lockoutParts } from '../guard/lockouts-text.ts'
import { LockoutsTable } from '../guard/lockouts-table.tsx'
import { useClaimLockout } from '../guard/use-claim-lockout.ts'
import { ViewFailure } from '../guard/view-failure.tsx'
import { WaitingRows } from '../guard/waiting-rows.tsx'
import { useNow } from '../ui/clock.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { ClosedTable } from './closed-table.tsx'

interface LockoutsScreenProps {
  readonly initial: LockoutsView
  readonly viewer: Viewer
  readonly claimLockout: ClaimLockout
}

/** Every lockout: those in force first, then those that were reset. */
export function LockoutsScreen({ initial, viewer, claimLockout }: LockoutsScreenProps) {
  const view = useView(queryKeys.lockouts(), consoleRoutes.lockouts(), lockoutsViewSchema, initial)
  const active = useHeldRows(view.data.active, (each) => each.lockoutId)
  const closed = useHeldRows(view.data.closed, (each) => each.lockoutId)
  const selectedId = useListKeys(
    active.rows.map((each) => each.lockoutId),
    closed.rows.map((each) => each.lockoutId),
    claimLockout,
  )
  const asks = lockoutParts(view.data.active, useNow())
  return (
    <>
      <div className="head">
        <h1>{asks.length === 0 ? 'No lockout is in force' : asks.join(', ')}</h1>
      </div>
      <div className="stack">
        <ViewFailure view={view} asOfMs={view.data.asOfMs} />
        <Panel title="In force" sub="undecided first, oldest first; upheld by review date">
          <WaitingRows newCount={active.newCount} reordered={active.reordered} onShow={active.release} />
          {active.rows.length === 0 ? (
            <EmptyNote fill="One opens when agents reach tier 3, when an account breaks its probation, or when a person locks it.">
              No account is locked out.
            </EmptyNote>
          ) : (
            <LockoutsTable lockouts={active.rows} selectedId={selectedId} viewerId={viewer.id} />
          )}
        </Panel>
        <Panel title="Reset" sub="newest first">
          <WaitingRows newCount={closed.newCount} reordered={false} onShow={closed.release} />
          {closed.rows.length === 0 ? (
            <EmptyNote fill="A lockout moves here when a reviewer resets it.">None was reset yet.</EmptyNote>
          ) : (
            <ClosedTable lockouts={closed.rows} selectedId={selectedId} />
          )}
        </Panel>
      </div>
    </>
  )
}

function useListKeys(
  activeIds: readonly string[],
  closedIds: readonly string[],
  claimLockout: ClaimLockout,
): string | null {
  const router = useRouter()
  const claim = useClaimLockout(claimLockout)
  const { selectedId, keys } = useRowCursor([...activeIds, ...closedIds])
  useKeys({
    ...keys,
    Enter: () => {
      if (selectedId !== null) router.push(`/lockouts/${encodeURIComponent(selectedId)}`)
    },
    c: () => {
      if (selectedId !== null && activeIds.includes(selectedId)) claim(selectedId)
    },
  })
  return selectedId
}
