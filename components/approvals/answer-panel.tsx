'use client'

import { useState } from 'react'
import type { Action } from '#lib/client/lockout-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { AnswerApprovalInput } from '#lib/contracts/approval-actions.ts'
import type { ApprovalView } from '#lib/contracts/views/approval-view.ts'
import type { Viewer } from '#lib/contracts/views/person-view.ts'
import { formatNoun } from '#lib/shared/format-count.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { TextAreaField } from '../ui/field.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'
import { useToast } from '../ui/toast.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { changedOf } from './changed-of.ts'

interface AnswerPanelProps {
  readonly view: ApprovalView
  readonly viewer: Viewer
  readonly answerApproval: Action<AnswerApprovalInput>
}

/** The reviewer's one answer: a reason, then approve or reject, each asked once more. */
export function AnswerPanel({ view, viewer, answerApproval }: AnswerPanelProps) {
  const { approval, digest, changes } = view
  const what = changes === null ? '' : `: ${formatNoun(changedOf(changes).length, 'change')}`
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState<'approve' | 'reject' | null>(null)
  const toast = useToast()
  const act = useAct(answerApproval, () => {
    toast('Your answer is recorded')
    setReason('')
  })
  const canAnswer = approval.status === 'waiting' && viewer.role !== 'viewer'
  useKeys(canAnswer ? { a: () => setAsking('approve'), x: () => setAsking('reject') } : {})
  if (approval.status !== 'waiting') return <Answered view={view} />
  return (
    <Panel title="Decide" sub="once; silence never approves">
      <div className="grid gap-2 px-4 pb-3.5">
        <Notices view={view} viewer={viewer} />
        <TextAreaField
          label="Reason"
          measure={reason.trim() === '' && 'needed'}
          error={act.refusal?.fields?.['reason']}
          rows={3}
          value={reason}
          onChange={setReason}
        />
        <Button tone="primary" disabled={!canAnswer || act.busy} onClick={() => setAsking('approve')}>
          Approve {approval.actionType}
          {what}…<kbd aria-hidden="true">a</kbd>
        </Button>
        <Button disabled={!canAnswer || act.busy} onClick={() => setAsking('reject')}>
          Reject {approval.actionType}…<kbd aria-hidden="true">x</kbd>
        </Button>
        {act.refusal !== null && (
          <p role="alert" className="text-t3">
            {act.refusal.unmet?.map(({ message }) => message).join(' ') ?? act.refusal.message}{' '}
            <span className="faint">Request {act.refusal.requestId}</span>
          </p>
        )}
      </div>
      <AnswerDialog
        view={view}
        asking={asking}
        reason={reason}
        onReason={setReason}
        busy={act.busy}
        onClose={() => setAsking(null)}
        onConfirm={() => {
          act.run({ approvalId: approval.approvalId, approved: asking === 'approve', digest, reason })
          setAsking(null)
        }}
      />
    </Panel>
  )
}

interface AnswerDialogProps {
  readonly view: ApprovalView
  readonly asking: 'approve' | 'reject' | null
  readonly reason: string
  readonly onReason: (reason: string) => void
  readonly busy: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
}

/** Says once more what is answered, until when it holds and why; the reason can be written here too. */
function AnswerDialog({ view, asking, reason, onReason, busy, onClose, onConfirm }: AnswerDialogProps) {
  const { approval } = view
  const act = asking === 'reject' ? 'Reject' : 'Approve'
  return (
    <ConfirmDialog
      open={asking !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`${act} ${approval.actionType} on ${approval.targetId}?`}
      description={
        asking === 'reject' ? (
          'The agent is told, and must ask again with a new action.'
        ) : (
          <>
            The agent may do exactly this, once, until{' '}
            <b>
              <Moment atMs={approval.expiresAtMs} />
            </b>
            . Unused by then, the approval expires.
          </>
        )
      }
      confirmLabel={`${act} this ${approval.actionType} of ${approval.handle}`}
      tone={asking === 'reject' ? 'danger' : 'primary'}
      busy={busy}
      onConfirm={onConfirm}
    >
      <TextAreaField
        label="Reason"
        measure={reason.trim() === '' && 'needed'}
        rows={3}
        value={reason}
        onChange={onReason}
      />
    </ConfirmDialog>
  )
}

/** What stands in the way of an answer, or of what would follow it. */
function Notices({ view, viewer }: Pick<AnswerPanelProps, 'view' | 'viewer'>) {
  return (
    <>
      {viewer.role === 'viewer' && (
        <p className="dim">Your role is viewer. Any reviewer or lead can answer.</p>
      )}
      {view.account.state === 'locked_out' && (
        <p className="dim">
          The account is locked out: even approved, an edit is refused until a reviewer has reset the lockout.
        </p>
      )}
      {view.policyMoved && (
        <p className="dim">The policy has changed since; it can be rejected, and the agent must ask again.</p>
      )}
    </>
  )
}

function Answered({ view: { approval } }: { view: ApprovalView }) {
  const { answered, status } = approval
  return (
    <Panel title="Decided">
      <p className="px-4 pb-3.5">
        {status === 'expired' ? 'Its time ran out' : `${answered?.by?.name ?? 'A reviewer'} ${status} it`}
        {answered !== null && (
          <>
            , <Moment atMs={answered.atMs} />
          </>
        )}
        {answered?.reason != null && `: “${answered.reason}”`}
      </p>
    </Panel>
  )
}
