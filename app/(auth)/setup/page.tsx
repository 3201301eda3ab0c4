import type { Metadata } from 'next'
import { AuthCard } from '#components/auth/auth-card.tsx'
import { MemberForm } from '#components/auth/member-form.tsx'
import { setUpFirstLead } from '#app/actions/auth.ts'

// The token is in the part of the address that no Referer carries; nothing else may carry it either.
export const metadata: Metadata = { title: 'First lead', referrer: 'no-referrer' }

/** Where the one-time link of an empty database leads. */
export default function SetupPage() {
  return (
    <AuthCard title="Create the first lead">
      <MemberForm create={setUpFirstLead} asksEmail submitLabel="Create lead and sign in" />
    </AuthCard>
  )
}
