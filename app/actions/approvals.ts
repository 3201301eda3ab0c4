'use server'

import type { ActionResult } from '#lib/contracts/action-result.ts'
import { type AnswerApprovalInput, answerApprovalSchema } from '#lib/contracts/approval-actions.ts'
import { refusalOutcome } from '#lib/http/refusal-outcome.ts'
import { runAction } from '#lib/http/run-action.ts'
import * as approvals from '#lib/services/approvals/answer-approval.ts'

/** A reviewer's one answer to a held action. */
export async function answerApproval(input: AnswerApprovalInput): Promise<ActionResult> {
  return runAction(
    answerApprovalSchema,
    input,
    async (parsed, { runtime, actor }) =>
      refusalOutcome(await approvals.answerApproval(runtime, actor, parsed)),
    'reviewer',
  )
}
