import { answerApproval } from '#app/actions/approvals.ts'
import { ApprovalScreen } from '#components/approvals/approval-screen.tsx'
import { readApproval } from '#lib/services/console/read-approval.ts'
import { orNotFound, pageReader } from '../../page-reader.ts'

export const metadata = { title: 'Approval' }

/** One held action: what it would do, why it is held, who asks, and the answer. */
export default async function ApprovalPage({ params }: { params: Promise<{ approvalId: string }> }) {
  const { approvalId } = await params
  const { context, viewer } = await pageReader(`/approvals/${encodeURIComponent(approvalId)}`)
  const initial = await orNotFound(readApproval(context, approvalId))
  return <ApprovalScreen initial={initial} viewer={viewer} answerApproval={answerApproval} />
}
