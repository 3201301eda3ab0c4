'use client'

import type { DecisionRow } from '#lib/contracts/views/decision-row.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/time-text.tsx'
import { lifeWord, outcomeLook } from './words.ts'

/** Decided actions: who asked for what, and how it was answered and why. */
export function DecisionsTable({ decisions }: { decisions: readonly DecisionRow[] }) {
  return (
    <table className="flow">
      <thead>
        <tr>
          <th>Time</th>
          <th>Answer</th>
          <th>Action</th>
          <th>Why</th>
          <th className="num">Event</th>
        </tr>
      </thead>
      <tbody>
        {decisions.map((decision) => (
          <DecisionLine key={decision.seq} decision={decision} />
        ))}
      </tbody>
    </table>
  )
}

function DecisionLine({ decision }: { decision: DecisionRow }) {
  const look = outcomeLook[decision.outcome]
  return (
    <tr>
      <td className="nw">
        <Moment atMs={decision.atMs} />
      </td>
      <td className="nw">
        <span className={`v ${look.tone}`}>
          <Icon name={look.icon} />
          {decision.reason.code === 'stop_order' ? 'Refused, stopped' : look.word}
        </span>
        <LifeNote decision={decision} />
        {decision.shadowOutcome !== null && (
          <span className="sub2">
            <Badge tone="unknown" icon="shadow">
              Enforce: {outcomeLook[decision.shadowOutcome].word.toLowerCase()}
            </Badge>
          </span>
        )}
      </td>
      <td className="full whole">
        <b className="mono">{decision.agentId}</b> <span className="mono">{decision.actionType}</span> on{' '}
        <span className="mono">{decision.targetId}</span>
        {decision.origin !== 'agent' && (
          <span className="faint"> by {decision.origin === 'human' ? 'a person' : 'Interlock'}</span>
        )}
      </td>
      <td className="full dim">
        {whyText(decision.reason)}
        {decision.shadowReason !== null && (
          <span className="sub2">In enforce: {whyText(decision.shadowReason)}</span>
        )}
        {!decision.counted && <span className="faint"> · not counted</span>}
      </td>
      <td className="num hide ev faint">#{formatCount(decision.seq)}</td>
    </tr>
  )
}

/** The recorded sentence; that of a lockout names it by its id, which says nothing to a reader of a list. */
function whyText({ code, message }: DecisionRow['reason']): string {
  return code === 'lockout_enforced' ? 'Edits are refused until a reviewer resets the lockout' : message
}

/** What became of it, in a dashed box when nobody knows. */
function LifeNote({ decision: { life, outcome } }: { decision: DecisionRow }) {
  // Only what was held expires for want of an answer; an admitted action that nobody claimed may well have been done.
  if (life === null || lifeWord[life] === '' || (life === 'expired' && outcome !== 'held')) return null
  return (
    <span className="sub2">
      {life === 'unknown' ? (
        <Badge tone="unknown" icon="unknown">
          {lifeWord[life]}
        </Badge>
      ) : (
        lifeWord[life]
      )}
    </span>
  )
}
