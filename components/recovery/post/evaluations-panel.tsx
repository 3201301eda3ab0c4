'use client'

import { useHeldRows } from '#lib/client/use-held-rows.ts'
import { useRowCursor } from '#lib/client/use-row-cursor.ts'
import type { EvaluationRow, RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { WaitingRows } from '../../guard/waiting-rows.tsx'
import { EmptyNote } from '../../ui/page-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { EvaluationResultText } from './evaluation-result-text.tsx'
import { rateCell, scoreCell, spread } from './evaluation-figures.ts'
import { foldEvaluations } from './fold-evaluations.ts'
import { useMoment } from './use-moment.ts'

interface EvaluationsPanelProps {
  readonly view: RecoveryPostView
  readonly unfolded: boolean
  readonly onUnfold: (unfolded: boolean) => void
  readonly onOpen: (evaluationNo: string) => void
}

/** Every look at the post, newest first; equal results in a row are one line until they are unfolded. */
export function EvaluationsPanel({ view, unfolded, onUnfold, onOpen }: EvaluationsPanelProps) {
  const held = useHeldRows(view.evaluations, ({ evaluationNo }) => evaluationNo)
  const folds = unfolded ? held.rows.map((row) => ({ rows: [row] as const })) : foldEvaluations(held.rows)
  const cursor = useRowCursor(folds.map(({ rows }) => rows[0].evaluationNo))
  const { selectedId } = cursor
  useKeys({ ...cursor.keys, ...(selectedId !== null && { Enter: () => onOpen(selectedId) }) })
  const hasFolds = folds.length < held.rows.length
  return (
    <Panel
      title="Evaluations"
      sub={`${formatCount(view.evaluationCount)}${hasFolds ? '; equal results in a row are folded' : ''}`}
      end={
        (hasFolds || unfolded) && (
          <button type="button" className="link" aria-pressed={unfolded} onClick={() => onUnfold(!unfolded)}>
            {unfolded ? 'Fold equal ones' : 'Unfold all'}
          </button>
        )
      }
    >
      <WaitingRows newCount={held.newCount} reordered={false} onShow={held.release} />
      {held.rows.length === 0 ? (
        <EmptyNote fill="A post is evaluated when samples come in, and then six times a window.">
          Waits for its first evaluation.
        </EmptyNote>
      ) : (
        <table className="flow evaluations">
          <thead>
            <tr>
              <th>Time</th>
              <th className="num">Times</th>
              <th className="num">New impressions</th>
              <th className="num">Rate</th>
              <th className="num">Score</th>
              <th>Result</th>
            </tr>
          </thead>
          <tbody>
            {folds.map(({ rows }) => (
              <FoldLine
                key={rows[0].evaluationNo}
                rows={rows}
                view={view}
                selected={rows[0].evaluationNo === cursor.selectedId}
                onOpen={onOpen}
              />
            ))}
          </tbody>
        </table>
      )}
      {view.evaluationCount > view.evaluations.length && (
        <p className="dim px-4 pb-3">
          {formatCount(view.evaluationCount - view.evaluations.length)} older ones are not listed.
        </p>
      )}
    </Panel>
  )
}

interface FoldLineProps {
  readonly rows: readonly [EvaluationRow, ...EvaluationRow[]]
  readonly view: RecoveryPostView
  readonly selected: boolean
  readonly onOpen: (evaluationNo: string) => void
}

function FoldLine({ rows, view, selected, onOpen }: FoldLineProps) {
  const clock = useMoment()
  const [newest] = rows
  const oldest = rows.at(-1) ?? newest
  const time =
    rows.length === 1 ? clock(newest.atMs) : `${clock(oldest.atMs)} to ${clock(newest.atMs, oldest.atMs)}`
  return (
    <tr data-row={newest.evaluationNo} className={selected ? 'sel' : undefined}>
      <td className="nw">
        <button type="button" className="link tap" onClick={() => onOpen(newest.evaluationNo)}>
          {time}
          <span className="vh">
            {rows.length === 1 ? ': what it looked at' : ': what the newest looked at'}
          </span>
        </button>
      </td>
      <td className="num hide">{rows.length}</td>
      <td className="num hide nw">{spread(rows, ({ newImpressions }) => newImpressions, formatCount)}</td>
      <td className="num nw">{rateCell(rows)}</td>
      <td className="num hide nw">{scoreCell(rows)}</td>
      <td className="full">
        <EvaluationResultText row={newest} policy={view.policy} />
      </td>
    </tr>
  )
}
