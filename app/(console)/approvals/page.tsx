import { ApprovalsScreen } from '#components/approvals/approvals-screen.tsx'
import { readApprovals } from '#lib/services/console/read-approvals.ts'
import { pageReader } from '../page-reader.ts'

export const metadata = { title: 'Approvals' }

/** Held actions that wait for an answer, then the newest answers. */
export default async function ApprovalsPage() {
  const { context } = await pageReader('/approvals')
  return <ApprovalsScreen initial={await readApprovals(context)} />
}
