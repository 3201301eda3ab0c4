'use client'

import { useState } from 'react'
import type { LiftStopOrder } from '#lib/client/stop-order-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { StandingStopOrder } from '#lib/contracts/views/stop-orders-view.ts'
import { scopeText } from '../guard/stop-words.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { TextAreaField } from '../ui/field.tsx'
import { useToast } from '../ui/toast.tsx'

interface LiftDialogProps {
  readonly order: StandingStopOrder
  readonly onClose: () => void
  readonly liftStopOrder: LiftStopOrder
}

/** Asks why before a stop order is lifted. */
export function LiftDialog({ order, onClose, liftStopOrder }: LiftDialogProps) {
  const [reason, setReason] = useState('')
  const toast = useToast()
  const act = useAct(liftStopOrder, () => {
    onClose()
    toast('The stop order is lifted')
  })
  const reasonError = act.refusal?.fields?.['reason']
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={`Lift the stop order: ${scopeText(order.scope)}`}
      description={`${order.by.name} set it: “${order.reason}” Agents in its scope may act again from the next decision on, within their policies.`}
      confirmLabel="Lift the stop order"
      busy={act.busy}
      onConfirm={() => act.run({ stopOrderId: order.stopOrderId, reason })}
    >
      <TextAreaField
        label="Why it may be lifted"
        error={reasonError}
        rows={2}
        value={reason}
        onChange={setReason}
      />
      {act.refusal !== null && reasonError === undefined && (
        <p className="text-t3" role="alert">
          {act.refusal.message}
        </p>
      )}
    </ConfirmDialog>
  )
}
