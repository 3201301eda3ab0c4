'use client'

import type { PolicyReplay } from '#lib/contracts/views/policies-view.ts'
import { formatCount, formatNoun } from '#lib/shared/format-count.ts'
import { formatSpan } from '#lib/shared/format-time.ts'
import { StaleNote } from '../ui/page-note.tsx'
import { Moment } from '../ui/time-text.tsx'

/** Lockouts added, avoided and moved; minutes locked; answers: under the policy in force, and as proposed. */
export function ReplayResult({ replay, isOld }: { replay: PolicyReplay; isOld: boolean }) {
  const { added, avoided, moved, same, actions, isCut, fromMs, resetAfterMinutes } = replay
  return (
    <div className="replay" role="status">
      {isOld && <StaleNote>Of an earlier draft: replay again.</StaleNote>}
      <p>
        {actions === 0 ? (
          'No recorded attempt in this time: nothing to decide again.'
        ) : (
          <>
            {formatNoun(actions, 'recorded attempt')} since <Moment atMs={fromMs} precision="minute" />
            {isCut && ' (the newest; there are more)'}, each lockout{' '}
            {resetAfterMinutes === null ? 'never reset' : `reset after ${String(resetAfterMinutes)} min`}:{' '}
            <b>{formatNoun(added.length, 'lockout')} added</b>, <b>{formatCount(avoided.length)} avoided</b>,{' '}
            <b>{formatCount(moved.length)} moved</b>, {formatCount(same)} the same.
          </>
        )}
      </p>
      <table>
        <thead>
          <tr>
            <th>
              <span className="vh">What</span>
            </th>
            <th className="num">In force</th>
            <th className="num">Proposed</th>
          </tr>
        </thead>
        <tbody>
          <Row word="Locked" pair={replay.lockedMs} format={formatSpan} />
          <Row word="Admitted" pair={replay.admitted} format={formatCount} />
          <Row word="Held" pair={replay.held} format={formatCount} />
          <Row word="Blocked" pair={replay.blocked} format={formatCount} />
        </tbody>
      </table>
      <Lockouts word="Added" lockouts={added} />
      <Lockouts word="Avoided" lockouts={avoided} />
      <Moves moved={moved} />
    </div>
  )
}

function Row({
  word,
  pair: [inForce, proposed],
  format,
}: {
  word: string
  pair: readonly [number, number]
  format: (value: number) => string
}) {
  return (
    <tr>
      <td>{word}</td>
      <td className="num">{format(inForce)}</td>
      <td className="num">{inForce === proposed ? format(proposed) : <b>{format(proposed)}</b>}</td>
    </tr>
  )
}

const listed = 10

function Lockouts({ word, lockouts }: { word: string; lockouts: PolicyReplay['added'] }) {
  if (lockouts.length === 0) return null
  return (
    <>
      <h3>{word}</h3>
      <ul>
        {lockouts.slice(0, listed).map((each) => (
          <li key={each.openedAtMs}>
            <Moment atMs={each.openedAtMs} />: {formatNoun(each.actions, 'action')} in{' '}
            {formatSpan(each.spanMs)}
          </li>
        ))}
      </ul>
      <More count={lockouts.length - listed} />
    </>
  )
}

function Moves({ moved }: { moved: PolicyReplay['moved'] }) {
  if (moved.length === 0) return null
  return (
    <>
      <h3>Moved</h3>
      <ul>
        {moved.slice(0, listed).map(({ from, to }) => (
          <li key={from.openedAtMs}>
            <Moment atMs={from.openedAtMs} /> to <Moment atMs={to.openedAtMs} />,{' '}
            {formatSpan(Math.abs(to.openedAtMs - from.openedAtMs))}{' '}
            {to.openedAtMs < from.openedAtMs ? 'earlier' : 'later'}
          </li>
        ))}
      </ul>
      <More count={moved.length - listed} />
    </>
  )
}

function More({ count }: { count: number }) {
  return count > 0 ? <p className="dim">and {formatCount(count)} more</p> : null
}
