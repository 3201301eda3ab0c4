'use client'

import type { ResetExecutor } from '#lib/client/executor-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { ExecutorRow } from '#lib/contracts/views/executors-view.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { useToast } from '../ui/toast.tsx'

interface ResetDialogProps {
  readonly executor: ExecutorRow
  readonly onClose: () => void
  readonly resetExecutor: ResetExecutor
}

/** Asks before an executor is taken off its webhook. */
export function ResetDialog({ executor: { name, builtIn }, onClose, resetExecutor }: ResetDialogProps) {
  const toast = useToast()
  const act = useAct(resetExecutor, () => {
    onClose()
    toast(builtIn === null ? `${name} is removed` : `${name} is Interlock’s own again`)
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={builtIn === null ? `Remove ${name}` : `Point ${name} back`}
      description={
        builtIn === null
          ? 'Escalations that are routed to it, and those that are pending, reach no handler from then on. Its secret is forgotten.'
          : 'Interlock handles its escalations again, those that are pending too. The secret of the webhook is forgotten.'
      }
      confirmLabel={builtIn === null ? 'Remove the executor' : 'Point it back'}
      busy={act.busy}
      onConfirm={() => act.run({ name })}
    >
      {act.refusal !== null && (
        <p className="text-t3" role="alert">
          {act.refusal.message}
        </p>
      )}
    </ConfirmDialog>
  )
}
