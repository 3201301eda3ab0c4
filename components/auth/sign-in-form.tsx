'use client'

import type { ActionResult } from '#lib/contracts/action-result.ts'
import type { SignInInput } from '#lib/contracts/auth-forms.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { FormMessage } from './form-message.tsx'
import { useFormAction } from './use-form-action.ts'

interface SignInFormProps {
  readonly signIn: (input: SignInInput, next: string | null) => Promise<ActionResult>
  /** Where to go afterwards; the server goes only to pages of its own. */
  readonly next: string | null
}

/** E-mail address and password. */
export function SignInForm({ signIn, next }: SignInFormProps) {
  const form = useFormAction(({ email = '', password = '' }) => signIn({ email, password }, next))
  return (
    <form onSubmit={form.submit} noValidate className="flex flex-col gap-4">
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
        error={form.fault('email')}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        error={form.fault('password')}
      />
      <FormMessage>{form.message}</FormMessage>
      <Button type="submit" tone="primary" disabled={form.busy}>
        Sign in
      </Button>
      <p className="dim text-12">
        Not a member yet? A lead makes one-time links; the first lead’s is printed when Interlock starts.
      </p>
    </form>
  )
}
