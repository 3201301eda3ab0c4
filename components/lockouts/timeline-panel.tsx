'use client'

import { useState } from 'react'
import type { LockoutView, TimelineRow } from '#lib/contracts/views/lockout-view.ts'
import { useHeldRows } from '#lib/client/use-held-rows.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { WaitingRows } from '../guard/waiting-rows.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'
import { foldTimeline, type TimelineFold } from './fold-timeline.ts'

/** What happened on this lockout, newest first, refusals in a row folded; later events wait behind "3 new". */
export function TimelinePanel({ view }: { view: LockoutView }) {
  const held = useHeldRows(view.timeline, (each) => String(each.seq))
  const [unfolded, setUnfolded] = useState(false)
  const folds = foldTimeline(held.rows)
  const hasFolds = folds.length < held.rows.length
  const listed = held.rows.filter(({ kind }) => kind === 'attempt_refused').length
  const { attemptCount } = view.lockout
  return (
    <Panel
      title="Timeline"
      sub="newest first"
      end={
        hasFolds && (
          <button
            type="button"
            className="link"
            aria-pressed={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {unfolded ? 'Fold refusals' : 'Unfold refusals'}
          </button>
        )
      }
    >
      <WaitingRows newCount={held.newCount} reordered={false} onShow={held.release} />
      <ol className="tl pb-2.5">
        {unfolded
          ? held.rows.map((row) => <Line key={row.seq} row={row} view={view} />)
          : folds.map((fold) =>
              fold.length === 1 ? (
                <Line key={fold[0].seq} row={fold[0]} view={view} />
              ) : (
                <Refusals key={fold[0].seq} rows={fold} />
              ),
            )}
      </ol>
      {listed < attemptCount && held.newCount === 0 && (
        <p className="dim text-12 px-4 pb-3">
          The latest {formatCount(listed)} of {formatNoun(attemptCount, 'refused attempt')} are listed.
        </p>
      )}
    </Panel>
  )
}

function Line({ row, view }: { row: TimelineRow; view: LockoutView }) {
  return (
    <li>
      <Moment atMs={row.atMs} />
      <Icon name={icons[row.kind]} />
      <span className="wrap-anywhere">
        {row.by !== null && <b>{row.by.id === view.viewer.id ? 'You' : row.by.name} </b>}
        {row.text}
      </span>
      <span className="ev">#{formatCount(row.seq)}</span>
    </li>
  )
}

function Refusals({ rows }: { rows: TimelineFold }) {
  const [newest] = rows
  const oldest = rows.at(-1) ?? newest
  return (
    <li>
      <Moment atMs={newest.atMs} />
      <Icon name="blocked" />
      <span>
        {formatNoun(rows.length, 'attempt')} refused since <Moment atMs={oldest.atMs} />
      </span>
      <span className="ev">
        #{formatCount(oldest.seq)} to {formatCount(newest.seq)}
      </span>
    </li>
  )
}

const icons: Readonly<Record<TimelineRow['kind'], IconName>> = {
  lockout_opened: 'locked',
  lockout_reset: 'unlocked',
  lockout_upheld: 'check',
  uphold_withdrawn: 'person',
  lockout_claimed: 'person',
  lockout_claim_released: 'person',
  brief_acknowledged: 'check',
  brief_revised: 'note',
  reset_requested: 'person',
  reset_voted: 'person',
  tier_changed: 'tier-2',
  attempt_refused: 'blocked',
}
