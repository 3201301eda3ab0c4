'use client'

import { useState } from 'react'
import { useHeldRows } from '#lib/client/use-held-rows.ts'
import type { DecisionRow } from '#lib/contracts/views/decision-row.ts'
import { DecisionsTable } from '../guard/decisions-table.tsx'
import { WaitingRows } from '../guard/waiting-rows.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'

const shownFirst = 15

/** The latest decisions, newest first; later ones wait behind "3 new". */
export function DecisionsPanel({ decisions }: { decisions: readonly DecisionRow[] }) {
  const [all, setAll] = useState(false)
  const held = useHeldRows(decisions, (each) => String(each.seq))
  return (
    <Panel title="Latest decisions" sub="newest first">
      <WaitingRows newCount={held.newCount} reordered={false} onShow={held.release} />
      {held.rows.length === 0 ? (
        <EmptyNote
          fill={
            <>
              One appears for each action that an agent asks for, with a key from{' '}
              <code>npx interlock keys create</code>.
            </>
          }
        >
          No agent has asked yet.
        </EmptyNote>
      ) : (
        <DecisionsTable decisions={all ? held.rows : held.rows.slice(0, shownFirst)} />
      )}
      {!all && held.rows.length > shownFirst && (
        <p className="px-4 py-2">
          <button type="button" className="link tap" onClick={() => setAll(true)}>
            Show {held.rows.length - shownFirst} more
          </button>
        </p>
      )}
    </Panel>
  )
}
