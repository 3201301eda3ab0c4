'use client'

import Link from 'next/link'
import { useHeldRows } from '#lib/client/use-held-rows.ts'
import type { AttemptRow, RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { WaitingRows } from '../../guard/waiting-rows.tsx'
import { Icon } from '../../ui/icon.tsx'
import { EmptyNote } from '../../ui/page-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Moment } from '../../ui/time-text.tsx'
import { attemptAnswer, attemptLook, attemptName } from './attempt-words.ts'
import { Diamond } from './diamond.tsx'
import { useMoment } from './use-moment.ts'

/** What was tried, newest first: attempts, look-ups, what the gate refused, what people settled. */
export function AttemptsPanel({ view }: { view: RecoveryPostView }) {
  const held = useHeldRows(view.attempts, ({ id }) => id)
  return (
    <Panel title="Attempts" sub="newest first">
      <WaitingRows newCount={held.newCount} reordered={false} onShow={held.release} />
      {held.rows.length === 0 ? (
        <EmptyNote fill="Each attempt appears here, with what the gate and the platform answered.">
          Nothing has been tried on this post.
        </EmptyNote>
      ) : (
        <table className="flow">
          <thead>
            <tr>
              <th>Action</th>
              <th className="num">Attempt</th>
              <th>State</th>
              <th>Started</th>
              <th className="num">Took</th>
              <th>Answer</th>
            </tr>
          </thead>
          <tbody>
            {held.rows.map((row) => (
              <AttemptLine key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function AttemptLine({ row }: { row: AttemptRow }) {
  const clock = useMoment('second')
  const look = attemptLook[row.status]
  return (
    <tr>
      <td className="nw">
        <span className="v">
          <Diamond intensity={row.intensity} />
          <b>{row.actionType}</b>
        </span>
      </td>
      <td className="num nw hide">{attemptName(row)}</td>
      <td className="nw">
        <span className={`v ${look.tone}`}>
          <Icon name={look.icon} />
          <b>{look.word}</b>
        </span>
      </td>
      <td className="nw hide">
        <Moment atMs={row.startedAtMs} />
      </td>
      <td className="num nw hide">{tookText(row.tookMs)}</td>
      <td className="full dim wrap-anywhere">
        {attemptAnswer(row, clock)}
        {row.reference !== null && (
          <>
            {' '}
            <span className="mono">{row.reference}</span>
          </>
        )}
        {row.lockoutId !== null && (
          <>
            {': '}
            <Link className="under" href={`/lockouts/${encodeURIComponent(row.lockoutId)}`}>
              the lockout
            </Link>
          </>
        )}
        {row.approvalId !== null && (
          <>
            {': '}
            <Link className="under" href={`/approvals/${encodeURIComponent(row.approvalId)}`}>
              the approval
            </Link>
          </>
        )}
        <span className="sub2 only-phone">
          {attemptName(row) === '–' ? '' : `${attemptName(row)}, `}
          <Moment atMs={row.startedAtMs} />
        </span>
      </td>
    </tr>
  )
}

/** "0.4 s", "20.0 s", "1 204 s"; nothing was timed: a dash. */
function tookText(tookMs: number | null): string {
  if (tookMs === null) return '–'
  const seconds = tookMs / 1000
  return `${seconds < 100 ? seconds.toFixed(1) : formatCount(Math.round(seconds))}\u00a0s`
}
