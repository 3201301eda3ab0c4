'use client'

import type { LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { reasonWord } from '../guard/words.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import type { Decision } from './use-decision.ts'

/** The last question before a reset, with what it will say in the log. Focus starts on Cancel. */
export function ResetConfirm({
  view,
  decision,
  consequence,
}: {
  view: LockoutView
  decision: Decision
  consequence: string
}) {
  const { draft } = decision
  return (
    <ConfirmDialog
      open={decision.confirming}
      onOpenChange={decision.setConfirming}
      title={`Reset ${view.lockout.handle}?`}
      description={consequence}
      confirmLabel={`Reset ${view.lockout.handle}`}
      busy={decision.reset.busy}
      onConfirm={() => decision.reset.run()}
    >
      <dl className="kv">
        <dt>Reason</dt>
        <dd>{draft.reasonCode === '' ? '' : reasonWord[draft.reasonCode]}</dd>
        <dt>Note</dt>
        <dd>{draft.note}</dd>
        {draft.override !== null && (
          <>
            <dt>Override</dt>
            <dd>{draft.override}</dd>
          </>
        )}
        <dt>Brief</dt>
        <dd className="mono">{view.brief.digest.slice(0, 6)}</dd>
        <dt>Version</dt>
        <dd>{view.lockout.version}</dd>
      </dl>
    </ConfirmDialog>
  )
}
