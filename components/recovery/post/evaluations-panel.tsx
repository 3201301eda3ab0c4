'use client'

import { useHeldRows } from '#lib/client/use-held-rows.ts'
import { useRowCursor } from '#lib/client/use-row-cursor.ts'
import type { EvaluationRow, RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { WaitingRows } from '../../guard/waiting-rows.tsx'
import { EmptyNote, FailedNote } from '../../ui/page-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { EvaluationResultText } from './evaluation-result-text.tsx'
import { rateCell, scoreCell, spread } from './evaluation-figures.ts'
import { foldEvaluations } from './fold-evaluations.ts'
import { useEvaluationsPage } from './use-evaluations-page.ts'
import { useMoment } from './use-moment.ts'

interface EvaluationsPanelProps {
  readonly view: RecoveryPostView
  readonly unfolded: boolean
  readonly onUnfold: (unfolded: boolean) => void
  readonly onOpen: (evaluationNo: string) => void
  /** The evaluation after which the page begins; null for the newest. */
  readonly before: string | null
  readonly onPage: (before: string | null) => void
}

/** Every look at the post, newest first, page by page; equal results in a row are one line until they are unfolded. */
export function EvaluationsPanel({
  view,
  unfolded,
  onUnfold,
  onOpen,
  before,
  onPage,
}: EvaluationsPanelProps) {
  const page = useEvaluationsPage(view, before)
  const held = useHeldRows(page.rows ?? [], ({ evaluationNo }) => evaluationNo, before ?? '')
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
        <NoRows page={page} hasAny={view.evaluationCount > 0} />
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
      {(before !== null || page.nextBefore !== null) && (
        <nav className="pages" aria-label="Pages of evaluations">
          {before !== null && <PageButton name="Newest" onClick={() => onPage(null)} />}
          {page.nextBefore !== null && <PageButton name="Older" onClick={() => onPage(page.nextBefore)} />}
        </nav>
      )}
    </Panel>
  )
}

function PageButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <button type="button" className="link tap" onClick={onClick}>
      {name}
    </button>
  )
}

/** Why a page has no rows: it could not be read, is not read yet, or there are none. */
function NoRows({ page, hasAny }: { page: ReturnType<typeof useEvaluationsPage>; hasAny: boolean }) {
  const { rows, failure, retry } = page
  if (failure !== null) {
    return (
      <FailedNote
        what={`Older evaluations could not be read: ${failure.message}`}
        onRetry={retry}
        {...(failure.requestId !== undefined && { requestId: failure.requestId })}
      />
    )
  }
  if (rows === null) return <p className="dim px-4 pb-3">Older evaluations are being read.</p>
  if (hasAny) return <EmptyNote fill="The newest ones are a page away.">No evaluation is older.</EmptyNote>
  return (
    <EmptyNote fill="A post is evaluated when samples come in, and then six times a window.">
      Waits for its first evaluation.
    </EmptyNote>
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
