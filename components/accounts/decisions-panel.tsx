'use client'

import { useHeldRows } from '#lib/client/use-held-rows.ts'
import type { DecisionRow } from '#lib/contracts/views/decision-row.ts'
import { DecisionsTable } from '../guard/decisions-table.tsx'
import { WaitingRows } from '../guard/waiting-rows.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'

/** The latest decisions, newest first; later ones wait behind "3 new". */
export function DecisionsPanel({ decisions }: { decisions: readonly DecisionRow[] }) {
  const held = useHeldRows(decisions, (each) => String(each.seq))
  return (
    <Panel title="Latest decisions" sub="newest first">
      <WaitingRows newCount={held.newCount} reordered={false} onShow={held.release} />
      {held.rows.length === 0 ? (
        <EmptyNote fill="One appears for each action that an agent asks for.">
          No agent has asked yet.
        </EmptyNote>
      ) : (
        <DecisionsTable decisions={held.rows} />
      )}
    </Panel>
  )
}
