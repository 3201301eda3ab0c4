'use client'

import Link from 'next/link'
import type { AccountView, TransitionRow } from '#lib/contracts/views/account-view.ts'
import { useHeldRows } from '#lib/client/use-held-rows.ts'
import { consolePlaces } from '#lib/contracts/console-places.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { deliveryLooks, deliveryText } from '../guard/delivery-words.ts'
import { WaitingRows } from '../guard/waiting-rows.tsx'
import { stateWord } from '../guard/words.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'

/** Every change of the account's state, newest first, and why. */
export function TransitionsPanel({ transitions }: { transitions: AccountView['transitions'] }) {
  const held = useHeldRows(transitions, (each) => String(each.seq))
  return (
    <Panel title="Transitions" sub="newest first">
      <WaitingRows newCount={held.newCount} reordered={false} onShow={held.release} />
      {held.rows.length === 0 ? (
        <EmptyNote fill="The first appears when the agents reach tier 1.">
          No tier was ever reached.
        </EmptyNote>
      ) : (
        <table className="flow">
          <thead>
            <tr>
              <th>Time</th>
              <th>From</th>
              <th>To</th>
              <th>Because</th>
              <th>Response</th>
              <th className="num">Event</th>
            </tr>
          </thead>
          <tbody>
            {held.rows.map((each) => (
              <TransitionLine key={each.seq} transition={each} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function TransitionLine({ transition }: { transition: TransitionRow }) {
  const { tone, icon } = looks[transition.to]
  const word = stateWord[transition.to]
  return (
    <tr>
      <td className="nw">
        <Moment atMs={transition.atMs} />
      </td>
      <td className="nw hide dim">{stateWord[transition.from]}</td>
      <td className="nw">
        <span className={`v ${tone}`}>
          <Icon name={icon} />
          {transition.lockoutId === null ? (
            <b>{word}</b>
          ) : (
            <Link href={`/lockouts/${encodeURIComponent(transition.lockoutId)}`}>{word}</Link>
          )}
        </span>
      </td>
      <td className="full">{transition.because}</td>
      <td className="full dim">
        {transition.response}
        {transition.delivery !== null && <Dispatch delivery={transition.delivery} />}
      </td>
      <td className="num hide ev faint">#{formatCount(transition.seq)}</td>
    </tr>
  )
}

/** What became of the dispatch to the executor, leading to its attempts. */
function Dispatch({ delivery }: { delivery: NonNullable<TransitionRow['delivery']> }) {
  const { tone, icon } = deliveryLooks[delivery.status]
  return (
    <span className="dispatch">
      <span className={`v ${tone}`}>
        <Icon name={icon} />
      </span>
      <Link className="tap" href={consolePlaces.delivery(delivery.deliveryId)}>
        {deliveryText(delivery)}
      </Link>
    </span>
  )
}

const looks: Readonly<Record<TransitionRow['to'], { tone: string; icon: IconName }>> = {
  locked_out: { tone: 't3', icon: 'locked' },
  probation: { tone: 'prob', icon: 'probation' },
  tier_3: { tone: 't3', icon: 'tier-3' },
  tier_2: { tone: 't2', icon: 'tier-2' },
  tier_1: { tone: 't1', icon: 'tier-1' },
  none: { tone: '', icon: 'tier-0' },
  unknown: { tone: 'unk', icon: 'unknown' },
}
