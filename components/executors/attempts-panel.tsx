'use client'

import type { AttemptView, DeliveryView } from '#lib/contracts/views/deliveries-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'

/** Every attempt: what was answered, when, and how long it took. */
export function AttemptsPanel({
  attempts,
  isShadow,
}: {
  attempts: DeliveryView['attempts']
  isShadow: boolean
}) {
  return (
    <Panel title="Attempts" sub="newest first">
      {attempts.length === 0 ? (
        <EmptyNote
          fill={
            isShadow ? 'Under a policy that enforces, it would be sent.' : 'A worker takes it in a moment.'
          }
        >
          None was made.
        </EmptyNote>
      ) : (
        <table className="flow">
          <thead>
            <tr>
              <th className="num" style={{ width: 60 }}>
                No.
              </th>
              <th style={{ width: 150 }}>Result</th>
              <th>Answer</th>
              <th>By</th>
              <th className="num" style={{ width: 90 }}>
                Took
              </th>
              <th style={{ width: 140 }}>Began</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt) => (
              <AttemptLine key={attempt.n} attempt={attempt} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function AttemptLine({ attempt }: { attempt: AttemptView }) {
  const { n, result, detail, errorCode, tookMs, startedAtMs } = attempt
  const { word, tone, icon } = looks[result]
  return (
    <tr>
      <td className="num hide">{formatCount(n)}</td>
      <td className="nw">
        <span className={`v ${tone}`}>
          <Icon name={icon} />
          {word}
        </span>
      </td>
      <td className="full">
        {detail}
        {errorCode !== null && <span className="mono faint"> {errorCode}</span>}
      </td>
      <td className="full dim">{byText(attempt)}</td>
      <td className="num nw">{tookMs === null ? 'unknown' : `${formatCount(tookMs)} ms`}</td>
      <td className="nw">{startedAtMs === null ? 'unknown' : <Moment atMs={startedAtMs} />}</td>
    </tr>
  )
}

function byText({ by, result }: AttemptView): string {
  if (by !== null) return `Sent again by ${by.name}`
  return result === 'unknown' ? 'unknown' : 'The schedule'
}

const looks: Readonly<Record<AttemptView['result'], { word: string; tone: string; icon: IconName }>> = {
  accepted: { word: 'Accepted', tone: 'ok', icon: 'check' },
  failed: { word: 'Failed', tone: 't2', icon: 'attention' },
  no_handler: { word: 'No handler', tone: 't2', icon: 'attention' },
  unknown: { word: 'Unknown', tone: 'unk', icon: 'unknown' },
}
