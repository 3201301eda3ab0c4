'use client'

import { useSyncExternalStore } from 'react'
import type { ActionResult } from '#lib/contracts/action-result.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { FormMessage } from './form-message.tsx'
import { useFormAction } from './use-form-action.ts'

interface NewMember {
  readonly token: string
  readonly name: string
  readonly email: string
  readonly password: string
}

interface MemberFormProps {
  readonly create: (member: NewMember) => Promise<ActionResult>
  /** An invitation knows the address already. */
  readonly asksEmail: boolean
  readonly submitLabel: string
}

/** What a new member says of themselves. The one-time token stands after the # of the address. */
export function MemberForm({ create, asksEmail, submitLabel }: MemberFormProps) {
  const token = useSyncExternalStore(subscribeToHash, readHash, () => null)
  const form = useFormAction(({ name = '', email = '', password = '' }) =>
    create({ token: token ?? '', name, email, password }),
  )
  return (
    <form onSubmit={form.submit} noValidate className="flex flex-col gap-4">
      <TextField label="Your name" name="name" autoComplete="name" autoFocus error={form.fault('name')} />
      {asksEmail && (
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          error={form.fault('email')}
        />
      )}
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        measure="12 characters or more"
        error={form.fault('password')}
      />
      <FormMessage>{form.message ?? ((token === '' || form.fault('token')) && notWhole)}</FormMessage>
      <Button type="submit" tone="primary" disabled={form.busy}>
        {submitLabel}
      </Button>
    </form>
  )
}

const notWhole = 'This address is not whole: open the one-time link, with all that follows its #.'

function subscribeToHash(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

function readHash(): string {
  return window.location.hash.slice(1)
}
