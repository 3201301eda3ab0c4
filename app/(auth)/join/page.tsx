import type { Metadata } from 'next'
import { AuthCard } from '#components/auth/auth-card.tsx'
import { MemberForm } from '#components/auth/member-form.tsx'
import { acceptInvitation } from '#app/actions/auth.ts'

export const metadata: Metadata = { title: 'Join', referrer: 'no-referrer' }

/** Where an invitation leads. */
export default function JoinPage() {
  return (
    <AuthCard title="Join Interlock">
      <MemberForm create={acceptInvitation} asksEmail={false} submitLabel="Join and sign in" />
    </AuthCard>
  )
}
