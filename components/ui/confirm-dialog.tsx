'use client'

import { AlertDialog } from 'radix-ui'
import { useRef, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { useReturnFocus } from './use-return-focus.ts'

interface ConfirmDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  readonly description: ReactNode
  /** Fields that belong to the act. */
  readonly children?: ReactNode
  readonly confirmLabel: string
  readonly tone?: 'primary' | 'danger'
  readonly busy?: boolean
  readonly onConfirm: () => void
}

/** Asks before an act that cannot be taken back. Focus starts on Cancel, and goes back to what had it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  const focus = useReturnFocus()
  return (
    <AlertDialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="scrim" />
        <AlertDialog.Content
          className="dialog"
          onOpenAutoFocus={(event) => {
            focus.remember()
            event.preventDefault()
            cancel.current?.focus()
          }}
          onCloseAutoFocus={focus.giveBack}
        >
          <AlertDialog.Title asChild>
            <h2>{props.title}</h2>
          </AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="dim">{props.description}</div>
          </AlertDialog.Description>
          {props.children}
          <div className="acts">
            <AlertDialog.Cancel asChild>
              <Button ref={cancel}>Cancel</Button>
            </AlertDialog.Cancel>
            <Button tone={props.tone ?? 'danger'} disabled={props.busy} onClick={props.onConfirm}>
              {props.confirmLabel}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
