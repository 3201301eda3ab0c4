import type { LockoutActions } from '#lib/client/lockout-actions.ts'
import { LockoutScreen } from '#components/lockouts/lockout-screen.tsx'
import { reauthenticate } from '#app/actions/auth.ts'
import {
  acknowledgeBrief,
  addBriefNote,
  claimLockout,
  lockOutAccount,
  releaseClaim,
  requestSecondReview,
  resetLockout,
  upholdLockout,
  voteOnReset,
  withdrawUphold,
} from '#app/actions/lockouts.ts'
import { readLockout } from '#lib/services/console/read-lockout.ts'
import { orNotFound, pageReader } from '../../page-reader.ts'

export const metadata = { title: 'Lockout' }

const actions: LockoutActions = {
  acknowledgeBrief,
  addBriefNote,
  claimLockout,
  lockOutAccount,
  reauthenticate,
  releaseClaim,
  requestSecondReview,
  resetLockout,
  upholdLockout,
  voteOnReset,
  withdrawUphold,
}

/** One lockout: its evidence and the decision. */
export default async function LockoutPage({ params }: { params: Promise<{ lockoutId: string }> }) {
  const lockoutId = decodeURIComponent((await params).lockoutId)
  const { context, viewer, actor } = await pageReader(`/lockouts/${encodeURIComponent(lockoutId)}`)
  const view = await orNotFound(readLockout(context, lockoutId, viewer, actor))
  return <LockoutScreen key={lockoutId} initial={view} actions={actions} />
}
