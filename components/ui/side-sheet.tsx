'use client'

import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { useReturnFocus } from './use-return-focus.ts'

interface SideSheetProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: ReactNode
  readonly sub?: ReactNode
  readonly children: ReactNode
}

/** Detail opened beside the page; Esc closes it and focus goes back to what opened it. */
export function SideSheet({ open, onOpenChange, title, sub, children }: SideSheetProps) {
  const focus = useReturnFocus()
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="beside"
          aria-describedby={undefined}
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={focus.giveBack}
        >
          <div className="ph">
            <Dialog.Title asChild>
              <h2>{title}</h2>
            </Dialog.Title>
            {sub !== undefined && <span className="sub">{sub}</span>}
            <span className="end">
              <Dialog.Close asChild>
                <Button size="small">
                  <Icon name="close" />
                  Close
                </Button>
              </Dialog.Close>
            </span>
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
