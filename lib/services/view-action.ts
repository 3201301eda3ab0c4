import type { ActionState } from '../contracts/api/decision.ts'
import { AppError } from '../shared/app-error.ts'
import { decisionView } from './decision-view.ts'
import { findRecordedAction } from './find-recorded-action.ts'
import type { Runtime } from './runtime.ts'

/**
 * A decided action and where it stands, read from the log.
 * @throws AppError `not_found` when the account has no such action; `cannot_decide` when the log cannot be read.
 */
export async function viewAction(
  runtime: Pick<Runtime, 'database'>,
  accountId: string,
  actionId: string,
): Promise<ActionState> {
  const found = await findRecordedAction(runtime, accountId, actionId)
  if (!found) throw new AppError('not_found', `Account ${accountId} has no action ${actionId}.`)
  return { ...decisionView(found), state: states[found.decided.verdict] }
}

const states = { allow: 'allowed', needs_approval: 'held', blocked: 'blocked' } as const
