'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { LockOutAccount } from '#lib/client/lockout-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { AccountRow } from '#lib/contracts/views/account-row.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { TextAreaField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'

interface LockOutButtonProps {
  readonly account: Pick<AccountRow, 'accountId' | 'handle' | 'probation'>
  readonly lockOutAccount: LockOutAccount
}

/** The kill switch: locks the account at once, after saying why. In probation it locks again. */
export function LockOutButton({ account, lockOutAccount }: LockOutButtonProps) {
  const verb = account.probation === null ? 'Lock out' : 'Lock again'
  const [open, setOpen] = useState(false)
  const [note, setNote] = useState('')
  const router = useRouter()
  const act = useAct(lockOutAccount, ({ lockoutId }) =>
    router.push(`/lockouts/${encodeURIComponent(lockoutId)}`),
  )
  const noteError = act.refusal?.fields?.['note']
  return (
    <>
      <Button tone="danger" size="small" onClick={() => setOpen(true)}>
        <Icon name="locked" />
        {verb}…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`${verb}: ${account.handle}?`}
        description="Every autonomous edit is refused from the next decision on, until a reviewer resets it. Reads and people’s own actions still pass."
        confirmLabel={`${verb} ${account.handle}`}
        busy={act.busy}
        onConfirm={() => act.run({ accountId: account.accountId, note })}
      >
        <TextAreaField
          label="Why"
          measure="for the brief and the log"
          error={noteError}
          rows={3}
          value={note}
          onChange={setNote}
        />
        {act.refusal !== null && noteError === undefined && (
          <p className="text-t3" role="alert">
            {act.refusal.message}
          </p>
        )}
      </ConfirmDialog>
    </>
  )
}
