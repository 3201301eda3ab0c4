import { OverviewScreen } from '#components/overview/overview-screen.tsx'
import { claimLockout } from '#app/actions/lockouts.ts'
import { readOverview } from '#lib/services/console/read-overview.ts'
import { pageReader } from './page-reader.ts'

export const metadata = { title: 'Overview' }

/** What needs a person, then the accounts by closeness to a lockout. */
export default async function OverviewPage() {
  const { context, viewer } = await pageReader('/')
  return <OverviewScreen initial={await readOverview(context)} viewer={viewer} claimLockout={claimLockout} />
}
