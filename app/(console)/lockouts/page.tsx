import { LockoutsScreen } from '#components/lockouts/lockouts-screen.tsx'
import { claimLockout } from '#app/actions/lockouts.ts'
import { readLockouts } from '#lib/services/console/read-lockouts.ts'
import { pageReader } from '../page-reader.ts'

export const metadata = { title: 'Lockouts' }

/** Lockouts in force, then those that were reset. */
export default async function LockoutsPage() {
  const { context, viewer } = await pageReader('/lockouts')
  return <LockoutsScreen initial={await readLockouts(context)} viewer={viewer} claimLockout={claimLockout} />
}
