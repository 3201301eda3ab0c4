'use client'

import { useState } from 'react'
import type { LockoutActions } from '#lib/client/lockout-actions.ts'
import type { LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { ClaimChip } from '../guard/claim-chip.tsx'
import { Button } from '../ui/button.tsx'
import { useNow } from '../ui/clock.tsx'
import { Icon } from '../ui/icon.tsx'
import { ResetChecklist } from './reset-checklist.tsx'
import { ResetConfirm } from './reset-confirm.tsx'
import { SecondReview } from './second-review.tsx'
import { UpholdForm } from './uphold-form.tsx'
import type { Decision } from './use-decision.ts'

interface DecisionPanelProps {
  readonly view: LockoutView
  readonly decision: Decision
  readonly actions: LockoutActions
}

/** Where a reviewer decides: uphold it, or reset it once all six conditions are met. */
export function DecisionPanel({ view, decision, actions }: DecisionPanelProps) {
  const { lockout, viewer, probation } = view
  const canDecide = viewer.role !== 'viewer'
  return (
    <section className="panel" aria-labelledby="decide">
      <div className="ph items-center!">
        <h2 id="decide">Decide</h2>
        <span className="end items-center!">
          <ClaimChip claim={lockout.claim} viewerId={viewer.id} verbose />
          {canDecide && <ClaimButton view={view} decision={decision} />}
        </span>
      </div>
      {canDecide ? (
        <UpholdForm view={view} decision={decision} />
      ) : (
        <p className="dim px-4 pb-3">Your role is viewer: a reviewer or a lead decides.</p>
      )}
      <SecondReview view={view} voteOnReset={actions.voteOnReset} />
      <div className="border-line border-t px-4 pt-[11px] pb-[9px]">
        <h2>
          {decision.unmet === ''
            ? 'Reset: all six conditions are met'
            : `Reset needs all six: ${decision.unmet}`}
        </h2>
      </div>
      <ResetChecklist view={view} decision={decision} reauthenticate={actions.reauthenticate} />
      <div className="border-line grid gap-2 border-t px-4 pt-3 pb-3.5">
        <ResetRefusal decision={decision} />
        <ResetButton decision={decision} handle={lockout.handle} />
        <p className="dim text-12">{consequence(probation)}</p>
      </div>
      <ResetConfirm view={view} decision={decision} consequence={consequence(probation)} />
    </section>
  )
}

/** Unmet: dashed, and leads to the first that is missing. Met: outlined in red, and asks once more. */
export function ResetButton({
  decision,
  handle,
  short = false,
}: {
  decision: Decision
  handle: string
  short?: boolean
}) {
  const isMet = decision.unmet === ''
  const unmet = short ? (decision.unmet.split(',')[0] ?? '') : decision.unmet
  return (
    <Button tone={isMet ? 'danger' : 'plain'} unavailable={!isMet} onClick={decision.pressReset}>
      <Icon name="unlocked" />
      {isMet ? `Reset ${handle}…` : `Reset: ${unmet}`}
    </Button>
  )
}

function ClaimButton({ view, decision }: { view: LockoutView; decision: Decision }) {
  const { claim } = view.lockout
  const isLive = (claim?.untilMs ?? 0) > useNow()
  if (claim !== null && isLive && claim.by.id === view.viewer.id) {
    return (
      <Button size="small" disabled={decision.release.busy} onClick={decision.release.run}>
        Release
      </Button>
    )
  }
  return claim !== null && isLive ? null : (
    <Button size="small" disabled={decision.claim.busy} onClick={decision.claim.run}>
      Claim <kbd aria-hidden="true">c</kbd>
    </Button>
  )
}

/** What the server still found missing when the reset was tried. */
function ResetRefusal({ decision }: { decision: Decision }) {
  const [dismissed, setDismissed] = useState<unknown>(null)
  const { refusal } = decision.reset
  if (refusal === null || refusal === dismissed) return null
  return (
    <div className="note failed p-2!" role="alert">
      <p>
        <b>{refusal.message}</b>
      </p>
      <ul>
        {refusal.unmet?.map((each) => (
          <li key={each.id}>{each.message}</li>
        ))}
      </ul>
      <p className="dim text-12">
        Request <span className="mono">{refusal.requestId}</span>
      </p>
      <Button size="small" onClick={() => setDismissed(refusal)}>
        Dismiss
      </Button>
    </div>
  )
}

function consequence(probation: LockoutView['probation']): string {
  const start = 'No undo. Starts the count afresh'
  if (probation === null) return `${start}; you can lock again.`
  return `${start} and ${probation.minutes}\u00a0min of probation with ${probation.maxActions} edits at most; you can lock again.`
}
