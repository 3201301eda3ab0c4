import type { AnswerApprovalInput } from '../../contracts/approval-actions.ts'
import type { Actor, Refusal } from '../../engine/guard/commands.ts'
import { AppError } from '../../shared/app-error.ts'
import { findApproval } from '../../store/queries/list-approvals.ts'
import { runActionCommand } from '../actions/run-action-command.ts'
import type { Runtime } from '../runtime.ts'

/** What became of an answer: done, or every reason against it. */
export type ApprovalAct =
  { readonly kind: 'done' } | { readonly kind: 'refused'; readonly reasons: readonly Refusal[] }

/**
 * Approves or rejects a held action: once, before it expires, on the parameters that the reviewer saw. Of two
 * reviewers at once one decides, and the other is told who did.
 * @throws AppError `not_found`, or `cannot_decide` when it could not be done in time.
 */
export async function answerApproval(
  runtime: Pick<Runtime, 'accounts' | 'database' | 'decideDeadlineMs'>,
  actor: Actor,
  { approvalId, approved, digest, reason }: AnswerApprovalInput,
): Promise<ApprovalAct> {
  const record = await findApproval(runtime.database.prisma, approvalId)
  if (!record) throw new AppError('not_found', 'There is no such approval.')
  const { accountId, actionId } = record
  const result = await runActionCommand(runtime, { accountId, actionId, step: 'answered' }, (history) => ({
    type: approved ? 'approve_action' : 'reject_action',
    actor,
    history,
    digest,
    reason,
  }))
  if (result.kind === 'authority_outdated') throw new AppError('cannot_decide')
  return result.kind === 'refused' ? result : { kind: 'done' }
}
