import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthCard } from '#components/auth/auth-card.tsx'
import { SignInForm } from '#components/auth/sign-in-form.tsx'
import { signIn } from '#app/actions/auth.ts'
import { safeReturnPath } from '#lib/auth/safe-return-path.ts'
import { currentSignedIn } from '#lib/http/require-signed-in.ts'

export const metadata: Metadata = { title: 'Sign in' }

/** E-mail address and password, then back to where one came from. */
export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>
}) {
  const { next } = await searchParams
  const wanted = typeof next === 'string' ? next : null
  if (await currentSignedIn()) redirect(safeReturnPath(wanted))
  return (
    <AuthCard title="Sign in to Interlock">
      <SignInForm signIn={signIn} next={wanted} />
    </AuthCard>
  )
}
