'use client'

import type { LockoutView, TimelineRow } from '#lib/contracts/views/lockout-view.ts'
import { useHeldRows } from '#lib/client/use-held-rows.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { WaitingRows } from '../guard/waiting-rows.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'

/** What happened on this lockout, newest first; later events wait behind "3 new". */
export function TimelinePanel({ view }: { view: LockoutView }) {
  const held = useHeldRows(view.timeline, (each) => String(each.seq))
  return (
    <Panel title="Timeline" sub="newest first" end={formatNoun(view.eventCount, 'event')}>
      <WaitingRows newCount={held.newCount} reordered={false} onShow={held.release} />
      <ol className="tl pb-2.5">
        {held.rows.map((row) => (
          <li key={row.seq}>
            <Moment atMs={row.atMs} />
            <Icon name={icons[row.kind]} />
            <span className="wrap-anywhere">
              {row.by !== null && <b>{row.by.id === view.viewer.id ? 'You' : row.by.name} </b>}
              {row.text}
            </span>
            <span className="ev">#{formatCount(row.seq)}</span>
          </li>
        ))}
      </ol>
    </Panel>
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
