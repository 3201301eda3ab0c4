'use client'

import { useRouter } from 'next/navigation'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useHeldRows } from '#lib/client/use-held-rows.ts'
import { useRowCursor } from '#lib/client/use-row-cursor.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { accountsViewSchema, type AccountsView } from '#lib/contracts/views/account-row.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { HatchPatterns } from '../charts/time-marks.tsx'
import { AccountsTable } from '../guard/accounts-table.tsx'
import { ViewFailure } from '../guard/view-failure.tsx'
import { WaitingRows } from '../guard/waiting-rows.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { useKeys } from '../ui/use-keys.ts'

/** Every protected account, the closest to a lockout first. */
export function AccountsScreen({ initial }: { initial: AccountsView }) {
  const view = useView(queryKeys.accounts(), consoleRoutes.accounts(), accountsViewSchema, initial)
  const held = useHeldRows(view.data.accounts, (each) => each.accountId)
  const router = useRouter()
  const cursor = useRowCursor(held.rows.map((each) => each.accountId))
  useKeys({
    ...cursor.keys,
    Enter: () => {
      if (cursor.selectedId !== null) router.push(`/accounts/${encodeURIComponent(cursor.selectedId)}`)
    },
  })
  const count = view.data.accounts.length
  return (
    <>
      <HatchPatterns />
      <div className="head">
        <h1>{count === 0 ? 'No account is protected yet' : `${formatNoun(count, 'account')} under guard`}</h1>
      </div>
      <div className="stack">
        <ViewFailure view={view} asOfMs={view.data.asOfMs} />
        <Panel title="Accounts" sub="closest to a lockout first">
          <WaitingRows newCount={held.newCount} reordered={held.reordered} onShow={held.release} />
          {count === 0 ? (
            <EmptyNote
              fill={
                <>
                  Add one with <code>npx interlock accounts create ID</code>.
                </>
              }
            >
              No account yet.
            </EmptyNote>
          ) : (
            <AccountsTable accounts={held.rows} selectedId={cursor.selectedId} />
          )}
        </Panel>
      </div>
    </>
  )
}
