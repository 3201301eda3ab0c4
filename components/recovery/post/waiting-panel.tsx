'use client'

import { useState } from 'react'
import type { PostActions } from '#lib/client/recovery-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { PostAction, RecoveryPostView } from '#lib/contracts/views/recovery-post-view.ts'
import { SettleForm } from '../settle-form.tsx'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/clock.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Moment, Until } from '../../ui/time-text.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Diamond } from './diamond.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

interface WaitingPanelProps {
  readonly view: RecoveryPostView
  /** Null for a viewer. */
  readonly acts: PostActions | null
  readonly onActed: () => void
}

/** Actions that a person can still do something about: settle one, call one off. Nothing when there is none. */
export function WaitingPanel({ view, acts, onActed }: WaitingPanelProps) {
  const unsettled = view.actions.filter(({ status }) => status === 'needs_human')
  const waiting = view.actions.filter(({ status }) => status === 'reserved' || status === 'retry_scheduled')
  if (unsettled.length + waiting.length === 0) return null
  return (
    <Panel
      title={unsettled.length > 0 ? 'Needs a person' : 'Waits to be dispatched'}
      sub={unsettled.length > 0 ? 'the platform could not tell what happened' : 'can still be called off'}
    >
      <ul className="chk pb-2">
        {unsettled.map((action) => (
          <li key={action.actionId}>
            <Diamond intensity={action.intensity} />
            <Unsettled action={action} acts={acts} onActed={onActed} />
          </li>
        ))}
        {waiting.map((action) => (
          <li key={action.actionId}>
            <Diamond intensity={action.intensity} />
            <Waiting action={action} acts={acts} onActed={onActed} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

interface ActionProps {
  readonly action: PostAction
  readonly acts: PostActions | null
  readonly onActed: () => void
}

function Unsettled({ action, acts, onActed }: ActionProps) {
  const { actionType, errorCode, attempts, idempotencyKey, text } = action
  return (
    <div className="min-w-0">
      <p className="t">
        Was the {actionType} published? Its answer was lost{errorCode === null ? '' : `: ${errorCode}`}
        {attempts > 1 && `, ${String(attempts)} attempts`}.
      </p>
      <p className="d wrap-anywhere">
        Look on the platform for: “{text}” Key <span className="mono">{idempotencyKey}</span>
      </p>
      {acts === null ? (
        <p className="d">Any reviewer or lead can settle it.</p>
      ) : (
        <SettleForm action={action} settle={acts.settleRecoveryAction} onSettled={onActed} />
      )}
    </div>
  )
}

function Waiting({ action, acts, onActed }: ActionProps) {
  const [asking, setAsking] = useState(false)
  const toast = useToast()
  const { actionId, actionType, attempts, text } = action
  const cancel = acts?.cancelRecoveryAction ?? null
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-2">
        <p className="t mr-auto">
          {actionType}{' '}
          {attempts === 0 ? 'planned' : `to be tried again after ${String(attempts)} of its attempts`}
          <DueText action={action} />
        </p>
        {cancel === null ? (
          <span className="d">Any reviewer or lead can call it off.</span>
        ) : (
          <Button size="small" onClick={() => setAsking(true)}>
            Cancel the {actionType}…
          </Button>
        )}
      </div>
      <p className="d wrap-anywhere">“{text}”</p>
      {asking && cancel !== null && (
        <CancelDialog
          actionId={actionId}
          actionType={actionType}
          cancel={cancel}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false)
            toast(`The ${actionType} is called off`)
            onActed()
          }}
        />
      )}
    </div>
  )
}

function DueText({ action: { dueAtMs } }: { action: PostAction }) {
  const nowMs = useNow()
  if (dueAtMs === null || dueAtMs <= nowMs) return <>, due now</>
  return (
    <>
      , due <Moment atMs={dueAtMs} />, in <Until atMs={dueAtMs} />
    </>
  )
}

function CancelDialog({
  actionId,
  actionType,
  cancel,
  onClose,
  onDone,
}: {
  actionId: string
  actionType: string
  cancel: PostActions['cancelRecoveryAction']
  onClose: () => void
  onDone: () => void
}) {
  const act = useAct(cancel, onDone)
  return (
    <ReasonDialog
      title={`Cancel the ${actionType}?`}
      description={`It is not dispatched. Its key is free then: if the post still stagnates, its next evaluation may plan the ${actionType} again.`}
      label="Why it is called off"
      confirmLabel={`Cancel the ${actionType}`}
      tone="danger"
      refusal={act.refusal}
      busy={act.busy}
      onClose={onClose}
      onConfirm={(reason) => act.run({ actionId, reason })}
    />
  )
}
