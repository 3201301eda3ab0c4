'use client'

import { useRouter } from 'next/navigation'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { overviewViewSchema, type OverviewView } from '#lib/contracts/views/overview-view.ts'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import type { ClaimLockout } from '#lib/client/lockout-actions.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useHeldRows } from '#lib/client/use-held-rows.ts'
import { useRowCursor } from '#lib/client/use-row-cursor.ts'
import { useView } from '#lib/client/use-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { HatchPatterns } from '../charts/time-marks.tsx'
import { AccountsTable } from '../guard/accounts-table.tsx'
import { LockoutsTable } from '../guard/lockouts-table.tsx'
import { useClaimLockout } from '../guard/use-claim-lockout.ts'
import { ViewFailure } from '../guard/view-failure.tsx'
import { WaitingRows } from '../guard/waiting-rows.tsx'
import { PauseButton } from '../shell/pause-button.tsx'
import { useNow } from '../ui/clock.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { DecisionsPulse } from './decisions-pulse.tsx'
import { overviewTitle } from './overview-title.ts'
import { UnroutedEscalations } from './unrouted-escalations.tsx'
import { UnsettledRecovery } from './unsettled-recovery.tsx'
import { WaitingApprovals } from './waiting-approvals.tsx'

interface OverviewScreenProps {
  readonly initial: OverviewView
  readonly viewer: Viewer
  readonly claimLockout: ClaimLockout
}

/** What needs a person, worst first, then every account by how close it is to a lockout. */
export function OverviewScreen({ initial, viewer, claimLockout }: OverviewScreenProps) {
  const view = useView(queryKeys.overview(), consoleRoutes.overview(), overviewViewSchema, initial)
  const overview = view.data
  const lockouts = useHeldRows(overview.lockouts, (each) => each.lockoutId)
  const accounts = useHeldRows(overview.accounts, (each) => each.accountId)
  const cursor = useOverviewKeys(
    lockouts.rows.map((each) => each.lockoutId),
    accounts.rows.map((each) => each.accountId),
    claimLockout,
  )
  return (
    <>
      <HatchPatterns />
      <OverviewHead overview={overview} />
      <div className="stack">
        <ViewFailure view={view} asOfMs={overview.asOfMs} />
        <Panel title="Needs a person" sub="worst first">
          <WaitingRows
            newCount={lockouts.newCount}
            reordered={lockouts.reordered}
            onShow={lockouts.release}
          />
          {lockouts.rows.length === 0 &&
            overview.unsettled.count === 0 &&
            overview.approvals.waiting === 0 &&
            overview.unrouted.count === 0 && (
              <EmptyNote fill="A lockout opens here when agents act faster than tier 3 allows, or when a person locks an account; held actions wait here for an answer, and what recovery cannot find out by itself.">
                Nothing needs a person.
              </EmptyNote>
            )}
          {lockouts.rows.length > 0 && (
            <LockoutsTable lockouts={lockouts.rows} selectedId={cursor} viewerId={viewer.id} />
          )}
          <UnsettledRecovery unsettled={overview.unsettled} />
          <UnroutedEscalations unrouted={overview.unrouted} />
          <WaitingApprovals approvals={overview.approvals} />
        </Panel>
        <Panel
          title="Accounts by closeness to lockout"
          sub={accountsSub(overview)}
          end={
            <span className="no-phone">
              Line: actions counted in tier 3’s window, last hour. Red rule: the lockout
            </span>
          }
        >
          <WaitingRows
            newCount={accounts.newCount}
            reordered={accounts.reordered}
            onShow={accounts.release}
          />
          {accounts.rows.length === 0 ? (
            <NoAccounts />
          ) : (
            <AccountsTable accounts={accounts.rows} selectedId={cursor} />
          )}
        </Panel>
      </div>
    </>
  )
}

function OverviewHead({ overview }: { overview: OverviewView }) {
  return (
    <div className="head">
      <div>
        <h1>{overviewTitle(overview, useNow())}</h1>
        <DecisionsPulse decisions={overview.decisions} />
      </div>
      <div className="end no-phone">
        <span className="keys">
          <span>
            <Kbd>j</Kbd>
            <Kbd>k</Kbd> move
          </span>
          <span>
            <Kbd>Enter</Kbd> open
          </span>
          <span>
            <Kbd>c</Kbd> claim
          </span>
          <span>
            <Kbd>?</Kbd> all keys
          </span>
        </span>
        <PauseButton />
      </div>
    </div>
  )
}

function NoAccounts() {
  return (
    <EmptyNote
      fill={
        <>
          Add one with <code>npx interlock accounts create ID</code>; its agents then ask the gate with a key
          from <code>npx interlock keys create</code>.
        </>
      }
    >
      No account is protected yet.
    </EmptyNote>
  )
}

/** One cursor over both tables: j, k, Enter, and c to claim a lockout. Returns the selected row's id. */
function useOverviewKeys(
  lockoutIds: readonly string[],
  accountIds: readonly string[],
  claimLockout: ClaimLockout,
): string | null {
  const router = useRouter()
  const claim = useClaimLockout(claimLockout)
  const cursor = useRowCursor([...lockoutIds, ...accountIds])
  const selected = cursor.selectedId
  const isLockout = selected !== null && lockoutIds.includes(selected)
  useKeys({
    ...cursor.keys,
    Enter: () => {
      if (selected !== null)
        router.push(`/${isLockout ? 'lockouts' : 'accounts'}/${encodeURIComponent(selected)}`)
    },
    c: () => {
      if (isLockout) claim(selected)
    },
  })
  return selected
}

function accountsSub(overview: OverviewView): string {
  const shown = overview.accounts.length
  return shown < overview.accountCount
    ? `the closest ${shown} of ${formatCount(overview.accountCount)}`
    : formatNoun(shown, 'account')
}
