'use client'

import { useRouter } from 'next/navigation'
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs'
import { useState } from 'react'
import type { LockoutActions } from '#lib/client/lockout-actions.ts'
import { queryKeys } from '#lib/client/query-keys.ts'
import { useView } from '#lib/client/use-view.ts'
import { consoleRoutes } from '#lib/contracts/console-routes.ts'
import { lockoutViewSchema, type LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { ViewFailure } from '../guard/view-failure.tsx'
import { Button } from '../ui/button.tsx'
import { StickySide } from '../ui/sticky-side.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { BriefPanel } from './brief-panel.tsx'
import { ClosedPanel } from './closed-panel.tsx'
import { DecisionPanel, ResetButton } from './decision-panel.tsx'
import { EarlierLockouts } from './earlier-lockouts.tsx'
import { EvidenceSheet } from './evidence-sheet.tsx'
import { LockoutHead } from './lockout-head.tsx'
import { LockoutVelocity } from './lockout-velocity.tsx'
import { NoteDialog } from './note-dialog.tsx'
import { TimelinePanel } from './timeline-panel.tsx'
import { upholdButtonId } from './uphold-form.tsx'
import { useDecision, type Decision } from './use-decision.ts'

/** What of the page lives in the URL: the claim whose events are open, and whether the chart's table is shown. */
const pageParams = { claim: parseAsString, table: parseAsBoolean.withDefault(false) }

/** One lockout: the evidence in reading order, and beside it the decision. */
export function LockoutScreen({ initial, actions }: { initial: LockoutView; actions: LockoutActions }) {
  const lockoutId = initial.lockout.lockoutId
  const view = useView(
    queryKeys.lockout(lockoutId),
    consoleRoutes.lockout(lockoutId),
    lockoutViewSchema,
    initial,
  )
  const [params, setParams] = useQueryStates(pageParams, { history: 'replace' })
  const [noteOpen, setNoteOpen] = useState(false)
  const decision = useDecision(view.data, actions)
  const isActive = view.data.lockout.status === 'active'
  const canWrite = isActive && view.data.viewer.role !== 'viewer'
  useLockoutKeys(decision, canWrite, {
    openNote: () => setNoteOpen(true),
    toggleTable: () => void setParams({ table: !params.table }),
  })
  return (
    <>
      <LockoutHead view={view.data} {...(canWrite && { onNote: () => setNoteOpen(true) })} />
      <ViewFailure view={view} asOfMs={view.data.asOfMs} />
      <div className="cols flowed">
        <div className="stack">
          <LockoutVelocity
            view={view.data}
            table={params.table}
            onTable={(table) => void setParams({ table })}
          />
          <BriefPanel view={view.data} decision={decision} onClaim={(claim) => void setParams({ claim })} />
          <div className="late">
            <TimelinePanel view={view.data} />
          </div>
        </div>
        <StickySide>
          {isActive ? (
            <DecisionPanel view={view.data} decision={decision} actions={actions} />
          ) : (
            <ClosedPanel view={view.data} lockOutAccount={actions.lockOutAccount} />
          )}
          <div className="late">
            <EarlierLockouts view={view.data} />
          </div>
        </StickySide>
      </div>
      {canWrite && <ActionBar decision={decision} handle={view.data.lockout.handle} />}
      <EvidenceSheet
        view={view.data}
        claimId={params.claim}
        onClose={() => void setParams({ claim: null })}
      />
      <NoteDialog
        view={view.data}
        open={noteOpen}
        onOpenChange={setNoteOpen}
        addBriefNote={actions.addBriefNote}
      />
    </>
  )
}

/** On the phone the two acts stay at the foot of the page. */
function ActionBar({ decision, handle }: { decision: Decision; handle: string }) {
  return (
    <div className="actbar only-phone">
      <Button tone="primary" disabled={decision.uphold.busy} onClick={() => decision.uphold.run('', null)}>
        Uphold
      </Button>
      <ResetButton decision={decision} handle={handle} short />
    </div>
  )
}

/** c claims, n writes a note, u leads to Uphold (Enter then does it), Esc goes back. A reset has no key. */
function useLockoutKeys(
  decision: Decision,
  canWrite: boolean,
  acts: { openNote: () => void; toggleTable: () => void },
): void {
  const router = useRouter()
  useKeys({
    t: acts.toggleTable,
    Escape: () => router.push('/lockouts'),
    ...(canWrite && {
      c: decision.claim.run,
      n: acts.openNote,
      u: () => document.getElementById(upholdButtonId)?.focus(),
    }),
  })
}
