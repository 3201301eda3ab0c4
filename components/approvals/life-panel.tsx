import type { ApprovalLifeRow, ApprovalView } from '#lib/contracts/views/approval-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'

/** What became of the action: its answer, each claim with its code when it was refused, and the outcome. */
export function LifePanel({ life }: { life: ApprovalView['life'] }) {
  return (
    <Panel title="What became of it" sub="oldest first">
      {life.length === 0 ? (
        <EmptyNote fill="Its answer, claims and outcome appear here.">Nothing yet: it waits.</EmptyNote>
      ) : (
        <ol className="tl pb-2.5">
          {life.map((row) => (
            <li key={row.seq}>
              <Moment atMs={row.atMs} />
              <Icon name={looks[row.kind].icon} />
              <span className="wrap-anywhere">
                <b>{looks[row.kind].word}.</b> {row.text}
                {row.code !== null && <span className="mono faint"> {row.code}</span>}
              </span>
              <span className="ev">#{formatCount(row.seq)}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}

const looks: Readonly<Record<ApprovalLifeRow['kind'], { word: string; icon: IconName }>> = {
  approved: { word: 'Approved', icon: 'check' },
  rejected: { word: 'Rejected', icon: 'blocked' },
  expired: { word: 'Expired', icon: 'waiting' },
  claimed: { word: 'Claimed', icon: 'person' },
  claim_refused: { word: 'Claim refused', icon: 'blocked' },
  succeeded: { word: 'Succeeded', icon: 'check' },
  failed: { word: 'Failed', icon: 'attention' },
  unknown: { word: 'Unknown', icon: 'unknown' },
}
