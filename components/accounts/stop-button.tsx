'use client'

import { useState } from 'react'
import type { SetStopOrder } from '#lib/client/stop-order-actions.ts'
import type { AccountRow } from '#lib/contracts/views/account-row.ts'
import { StopDialog } from '../guard/stop-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

interface StopButtonProps {
  readonly account: AccountRow
  /** The agents that act on it, to choose from. */
  readonly agents: readonly string[]
  readonly setStopOrder: SetStopOrder
}

/** Sets a stop order, on this account to begin with. */
export function StopButton({ account, agents, setStopOrder }: StopButtonProps) {
  const [open, setOpen] = useState(false)
  const { accountId, handle } = account
  return (
    <>
      <Button tone="danger" size="small" onClick={() => setOpen(true)}>
        <Icon name="stop" />
        Stop…
      </Button>
      <StopDialog
        open={open}
        onOpenChange={setOpen}
        scope={{ kind: 'account', accountId }}
        known={{ accounts: [{ accountId, handle }], agents: [...agents], actionTypes: [] }}
        setStopOrder={setStopOrder}
      />
    </>
  )
}
