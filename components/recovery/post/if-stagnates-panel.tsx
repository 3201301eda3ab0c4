'use client'

import type { IfStagnates, RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { EmptyNote } from '../../ui/page-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { type Outlook, outlookOf } from './outlook.ts'
import { useMoment } from './use-moment.ts'

/** What would happen if the post stagnated (again) now: each remedy, and what stands in its way. */
export function IfStagnatesPanel({ view }: { view: RecoveryPostView }) {
  const { ifStagnates } = view
  return (
    <Panel
      title={titles[view.episode.state]}
      {...(ifStagnates !== null && { sub: subOf(view, ifStagnates) })}
    >
      {ifStagnates === null ? (
        <EmptyNote fill="Assign one on the page of policies.">
          No policy is in force, so nothing would happen.
        </EmptyNote>
      ) : (
        <Outlooks view={view} ifStagnates={ifStagnates} />
      )}
    </Panel>
  )
}

function Outlooks({ view, ifStagnates }: { view: RecoveryPostView; ifStagnates: IfStagnates }) {
  const clock = useMoment()
  return (
    <ul className="chk pb-2">
      {outlookOf(view, ifStagnates, clock).map((each) => (
        <li key={each.title} className={looks[each.kind].className}>
          <Icon name={looks[each.kind].icon} />
          <div>
            <span className="st">{each.word}</span>
            <span className="t">{each.title}</span>
            {each.detail !== null && <span className="d">{each.detail}</span>}
          </div>
        </li>
      ))}
    </ul>
  )
}

function subOf({ episode }: RecoveryPostView, next: IfStagnates): string {
  return next.episode === episode.number && episode.state !== 'none'
    ? `in episode ${String(next.episode)}, which is open`
    : `episode ${String(next.episode)} would open`
}

const titles: Readonly<Record<RecoveryPostView['episode']['state'], string>> = {
  none: 'If it stagnates',
  open: 'If it still stagnates',
  exhausted: 'If it still stagnates',
  recovered: 'If it stagnates again',
  rested: 'If it stagnates again',
}

const looks: Readonly<Record<Outlook['kind'], { icon: IconName; className: string }>> = {
  clear: { icon: 'met', className: 'met' },
  waits: { icon: 'held', className: 'wait' },
  spent: { icon: 'attention', className: 'spent' },
  stopped: { icon: 'blocked', className: 'mis' },
}
