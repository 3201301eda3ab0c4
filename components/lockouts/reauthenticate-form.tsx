'use client'

import { useState } from 'react'
import type { LockoutActions } from '#lib/client/lockout-actions.ts'
import { useAct } from '#lib/client/use-act.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useToast } from '../ui/toast.tsx'

/** The password once more, in place; nothing of the draft is lost. */
export function ReauthenticateForm({ reauthenticate }: { reauthenticate: LockoutActions['reauthenticate'] }) {
  const [password, setPassword] = useState('')
  const toast = useToast()
  const act = useAct(reauthenticate, () => toast('Signed in again, good for 15 min'))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        act.run({ password })
      }}
    >
      <TextField
        label="Your password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={act.refusal?.fields?.['password'] ?? act.refusal?.message}
      />
      <Button type="submit" size="small" className="mt-1.5" disabled={act.busy}>
        Sign in again
      </Button>
    </form>
  )
}
