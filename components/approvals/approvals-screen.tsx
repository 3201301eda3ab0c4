'use client'

import { useRouter } from 'next/navigation'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useHeldRows } from '#lib/client/use-held-rows.ts'
import { useRowCursor } from '#lib/client/use-row-cursor.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { approvalsViewSchema, type ApprovalsView } from '#lib/contracts/views/approval-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { ViewFailure } from '../guard/view-failure.tsx'
import { WaitingRows } from '../guard/waiting-rows.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { AnsweredTable } from './answered-table.tsx'
import { ApprovalsTable } from './approvals-table.tsx'

/** The queue of held actions, the first to expire first, and the newest answers below it. */
export function ApprovalsScreen({ initial }: { initial: ApprovalsView }) {
  const view = useView(queryKeys.approvals(), consoleRoutes.approvals(), approvalsViewSchema, initial)
  const waiting = useHeldRows(view.data.waiting, (each) => each.approvalId)
  const { answered, waitingCount } = view.data
  const selectedId = useListKeys(waiting.rows.map((each) => each.approvalId))
  return (
    <>
      <div className="head">
        <h1>
          {waitingCount === 0 ? 'No approval waits' : `${formatNoun(waitingCount, 'approval')} to decide`}
        </h1>
      </div>
      <div className="stack">
        <ViewFailure view={view} asOfMs={view.data.asOfMs} />
        <Panel title="Waiting" sub="first to expire first">
          <WaitingRows newCount={waiting.newCount} reordered={waiting.reordered} onShow={waiting.release} />
          {waiting.rows.length === 0 ? (
            <EmptyNote fill="One comes when tier 2 holds an edit, or when risk, a constraint or irreversibility asks for a person.">
              No held action waits for an answer.
            </EmptyNote>
          ) : (
            <ApprovalsTable approvals={waiting.rows} selectedId={selectedId} />
          )}
          {waitingCount > view.data.waiting.length && (
            <p className="dim px-4 pb-3">{`${waitingCount - view.data.waiting.length} more wait, and expire later`}</p>
          )}
        </Panel>
        <Panel title="Answered" sub="newest first">
          {answered.length === 0 ? (
            <EmptyNote fill="An action moves here when a reviewer answers it or its time runs out.">
              None was answered yet.
            </EmptyNote>
          ) : (
            <AnsweredTable approvals={answered} />
          )}
        </Panel>
      </div>
    </>
  )
}

function useListKeys(ids: readonly string[]): string | null {
  const router = useRouter()
  const { selectedId, keys } = useRowCursor(ids)
  useKeys({
    ...keys,
    Enter: () => {
      if (selectedId !== null) router.push(`/approvals/${encodeURIComponent(selectedId)}`)
    },
  })
  return selectedId
}
