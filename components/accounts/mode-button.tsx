'use client'

import { useState } from 'react'
import type { SetPolicyMode } from '#lib/client/policy-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { AccountRow } from '#lib/contracts/views/account-row.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { useToast } from '../ui/toast.tsx'

/** Lets the account's policy only record what it would do, or enforce it again; a new version either way. */
export function ModeButton({
  account,
  setPolicyMode,
}: {
  account: AccountRow
  setPolicyMode: SetPolicyMode
}) {
  const [open, setOpen] = useState(false)
  const toast = useToast()
  const act = useAct(setPolicyMode, () => {
    setOpen(false)
    toast('The new version of the policy is in force')
  })
  if (account.policy === null) return null
  const toShadow = account.policy.mode === 'enforce'
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <Icon name="shadow" />
        {toShadow ? 'Shadow…' : 'Enforce…'}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={toShadow ? `Only record on ${account.handle}?` : `Enforce on ${account.handle}?`}
        description={
          toShadow
            ? 'Every action is admitted, and the record says what enforce would have done. No lockout opens. Stop orders and a lockout that is open still refuse.'
            : 'From the next decision on the policy paces, holds, blocks and locks out again.'
        }
        confirmLabel={toShadow ? 'Only record' : 'Enforce'}
        tone={toShadow ? 'danger' : 'primary'}
        busy={act.busy}
        onConfirm={() => act.run({ accountId: account.accountId, mode: toShadow ? 'shadow' : 'enforce' })}
      >
        {act.refusal !== null && (
          <p className="text-t3" role="alert">
            {act.refusal.message}
          </p>
        )}
      </ConfirmDialog>
    </>
  )
}
