'use client'

import { useState } from 'react'
import type { Refusal } from '#lib/client/use-act.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { TextAreaField } from '../../ui/field.tsx'
import { refusalText } from './refusal-text.ts'

interface ReasonDialogProps {
  readonly title: string
  readonly description: string
  readonly label: string
  readonly confirmLabel: string
  readonly tone: 'primary' | 'danger'
  readonly refusal: Refusal | null
  readonly busy: boolean
  readonly onClose: () => void
  readonly onConfirm: (reason: string) => void
}

/** Says what an act does, and asks why before it is done. A refusal is told here, and the reason is kept. */
export function ReasonDialog({ refusal, label, onClose, onConfirm, ...dialog }: ReasonDialogProps) {
  const [reason, setReason] = useState('')
  const fieldError = refusal?.fields?.['reason']
  return (
    <ConfirmDialog
      {...dialog}
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      onConfirm={() => onConfirm(reason)}
    >
      <TextAreaField label={label} error={fieldError} rows={2} value={reason} onChange={setReason} />
      {refusal !== null && fieldError === undefined && (
        <p className="text-t3" role="alert">
          {refusalText(refusal)} <span className="faint">Request {refusal.requestId}</span>
        </p>
      )}
    </ConfirmDialog>
  )
}
