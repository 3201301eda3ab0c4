'use client'

import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useReturnFocus } from '../ui/use-return-focus.ts'

/** A secret that is on the screen this once. */
export interface ShownSecret {
  readonly name: string
  readonly secret: string
}

/** Shows a new secret once, to be copied to the receiver. A click beside it does not close it. */
export function SecretDialog({
  shown: { name, secret },
  onClose,
}: {
  shown: ShownSecret
  onClose: () => void
}) {
  const focus = useReturnFocus()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(secret)
    setCopied(true)
  }
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="dialog"
          onInteractOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={focus.giveBack}
        >
          <Dialog.Title asChild>
            <h2>The secret of {name}</h2>
          </Dialog.Title>
          <Dialog.Description className="dim">
            Give it to the receiver, which checks each request’s signature by it. It is shown this once.
          </Dialog.Description>
          <code className="secret mono" data-testid="secret">
            {secret}
          </code>
          <div className="acts">
            <Button onClick={() => void copy().catch(() => setCopied(false))}>
              {isCopied ? 'Copied' : 'Copy the secret'}
            </Button>
            <Button tone="primary" onClick={onClose}>
              Close
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
