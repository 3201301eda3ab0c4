import { settleRecoveryAction } from '#app/actions/recovery.ts'
import { RecoveryScreen } from '#components/recovery/recovery-screen.tsx'
import { readRecovery } from '#lib/services/console/read-recovery.ts'
import { pageReader } from '../page-reader.ts'

export const metadata = { title: 'Recovery' }

/** What recovery needs a person for, then the posts that it watches, the most stagnant first. */
export default async function RecoveryPage() {
  const { context, viewer } = await pageReader('/recovery')
  const settle = viewer.role === 'viewer' ? null : settleRecoveryAction
  return <RecoveryScreen initial={await readRecovery(context)} settle={settle} />
}
