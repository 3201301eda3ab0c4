'use client'

import { useState } from 'react'
import type { LockoutActions } from '#lib/client/lockout-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { LockoutView } from '#lib/contracts/views/lockout-view.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { TextAreaField } from '../ui/field.tsx'
import { useToast } from '../ui/toast.tsx'

interface NoteDialogProps {
  readonly view: LockoutView
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly addBriefNote: LockoutActions['addBriefNote']
}

/** Adds a note to the brief, and says what that voids before it does. */
export function NoteDialog({ view, open, onOpenChange, addBriefNote }: NoteDialogProps) {
  const [note, setNote] = useState('')
  const toast = useToast()
  const act = useAct(addBriefNote, () => {
    setNote('')
    onOpenChange(false)
    toast('The note is part of the brief, which has a new digest')
  })
  const { lockoutId, version } = view.lockout
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Add a note to the brief"
      description="The brief gets a new digest: acknowledgements and requests for a second reviewer made on the old one no longer count."
      confirmLabel="Add the note"
      tone="primary"
      busy={act.busy}
      onConfirm={() => act.run({ lockoutId, version, note })}
    >
      <TextAreaField
        label="Note"
        error={act.refusal?.fields?.['note'] ?? act.refusal?.message}
        rows={4}
        value={note}
        onChange={setNote}
      />
    </ConfirmDialog>
  )
}
