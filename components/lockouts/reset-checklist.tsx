'use client'

import type { ReactNode } from 'react'
import type { LockoutActions } from '#lib/client/lockout-actions.ts'
import type { LockoutView, ResetConditionView } from '#lib/contracts/views/lockout-view.ts'
import { formatClock, formatSpan } from '#lib/shared/format-time.ts'
import { useNow, useZone } from '../ui/clock.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { OverrideField } from './override-field.tsx'
import { ReauthenticateForm } from './reauthenticate-form.tsx'
import { StatementFields } from './statement-fields.tsx'
import type { Decision } from './use-decision.ts'

interface ResetChecklistProps {
  readonly view: LockoutView
  readonly decision: Decision
  readonly reauthenticate: LockoutActions['reauthenticate']
}

/** Always the six, in the contract's order: each met, missing or waiting, and what would meet it. */
export function ResetChecklist(props: ResetChecklistProps) {
  return (
    <ol className="chk">
      {props.decision.conditions.map((condition) => (
        <Condition key={condition.id} condition={condition}>
          <Remedy {...props} condition={condition} />
        </Condition>
      ))}
    </ol>
  )
}

const looks = {
  met: { className: 'met', icon: 'met', word: 'Met' },
  missing: { className: 'mis', icon: 'attention', word: 'Missing' },
  waiting: { className: 'wait', icon: 'waiting', word: 'Waiting' },
} as const

function Condition({ condition, children }: { condition: ResetConditionView; children: ReactNode }) {
  const look = looks[condition.status]
  const nowMs = useNow()
  const zone = useZone()
  const text = detailText(condition, nowMs, zone)
  return (
    <li
      className={look.className}
      id={`condition-${condition.id}`}
      data-status={condition.status}
      tabIndex={-1}
    >
      <Icon name={look.icon} />
      <div>
        <span className="st">{look.word}</span>
        <span className="t">{condition.title}</span>
        {text !== null && <span className="d">{text}</span>}
        {children}
      </div>
    </li>
  )
}

/** When agents will be quiet says more than the advice to wait; whose claim it is, more than when it ends. */
function detailText(
  { id, detail, earliestAtMs }: ResetConditionView,
  nowMs: number,
  zone: string,
): string | null {
  if (id !== 'agents_quiet' || earliestAtMs === null || earliestAtMs <= nowMs) return detail
  return `Met at ${formatClock(earliestAtMs, zone)} if none follow (${formatSpan(earliestAtMs - nowMs)})`
}

/** What this reviewer can do about a condition, right there. */
function Remedy({
  view,
  decision,
  reauthenticate,
  condition,
}: ResetChecklistProps & { condition: ResetConditionView }) {
  if (view.viewer.role === 'viewer') return null
  const isMet = condition.status === 'met'
  switch (condition.id) {
    case 'reviewer_signed_in':
      return isMet ? null : <ReauthenticateForm reauthenticate={reauthenticate} />
    case 'claim_and_version':
      return isMet ? null : <ClaimRemedy view={view} decision={decision} />
    case 'brief_acknowledged':
      return isMet ? null : (
        <RemedyButton
          busy={decision.acknowledge.busy}
          onClick={decision.acknowledge.run}
          label="Acknowledge the brief"
        />
      )
    case 'statement_and_handle':
      return <StatementFields decision={decision} handle={view.lockout.handle} />
    case 'agents_quiet':
      return <OverrideField decision={decision} isQuiet={isMet && decision.draft.override === null} />
    case 'second_reviewer':
      return condition.status === 'missing' ? <AskSecond decision={decision} /> : null
  }
}

function ClaimRemedy({ view, decision }: { view: LockoutView; decision: Decision }) {
  const { claim } = view.lockout
  const nowMs = useNow()
  const isOthers = claim !== null && claim.by.id !== view.viewer.id && claim.untilMs > nowMs
  // Another reviewer's lease cannot be taken; the condition's sentence says whose it is.
  return isOthers ? null : (
    <RemedyButton busy={decision.claim.busy} onClick={decision.claim.run} label="Claim the lockout" />
  )
}

function AskSecond({ decision }: { decision: Decision }) {
  const isReady = decision.conditions.every(
    (each) => each.id === 'second_reviewer' || each.id === 'agents_quiet' || each.status === 'met',
  )
  return (
    <RemedyButton
      busy={decision.askSecond.busy}
      onClick={() => decision.askSecond.run()}
      label={isReady ? 'Ask a second reviewer' : 'Ask a second reviewer: first meet what is above'}
      unavailable={!isReady}
    />
  )
}

function RemedyButton({
  label,
  busy,
  onClick,
  unavailable = false,
}: {
  label: string
  busy: boolean
  onClick: () => void
  unavailable?: boolean
}) {
  return (
    <Button
      size="small"
      className="mt-1.5"
      disabled={busy}
      unavailable={unavailable}
      onClick={unavailable ? undefined : onClick}
    >
      {label}
    </Button>
  )
}
