'use client'

import { useState } from 'react'
import type { Action } from '#lib/client/lockout-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import type { SettleRecoveryActionInput } from '#lib/contracts/recovery-actions.ts'
import type { UnsettledAction } from '#lib/contracts/views/recovery-view.ts'
import { Button } from '../ui/button.tsx'
import { TextAreaField } from '../ui/field.tsx'
import { useToast } from '../ui/toast.tsx'
import { refusalText } from './post/refusal-text.ts'

interface SettleFormProps {
  readonly action: Pick<UnsettledAction, 'actionId' | 'actionType'>
  readonly settle: Action<SettleRecoveryActionInput>
  readonly onSettled: () => void
}

/** What a reviewer found on the platform, in words, and which of the two it was. */
export function SettleForm({ action, settle, onSettled }: SettleFormProps) {
  const [reason, setReason] = useState('')
  const toast = useToast()
  const act = useAct(settle, () => {
    toast('The action is settled')
    onSettled()
  })
  const { actionId, actionType } = action
  return (
    <div className="grid gap-2">
      <TextAreaField
        label={`What you found about the ${actionType}`}
        error={act.refusal?.fields?.['reason']}
        rows={2}
        value={reason}
        onChange={setReason}
      />
      <div className="flex flex-wrap gap-2">
        <Button disabled={act.busy} onClick={() => act.run({ actionId, happened: true, reason })}>
          It happened
        </Button>
        <Button disabled={act.busy} onClick={() => act.run({ actionId, happened: false, reason })}>
          It did not happen
        </Button>
      </div>
      {act.refusal !== null && (
        <p role="alert" className="text-t3">
          {refusalText(act.refusal)}
        </p>
      )}
    </div>
  )
}
