import type { DecisionResult, GuardCommand } from '../guard/commands.ts'
import { refuse } from '../guard/refuse.ts'
import type { ActionState } from './action-state.ts'

/** The agent reports what became of its claimed action: once, before the deadline. */
export function decideOutcome(
  action: ActionState,
  report: Extract<GuardCommand, { type: 'report_outcome' }>,
): DecisionResult {
  if (action.status === 'unasked') return refuse('action_not_found', 'No such action was asked for')
  const { request } = action.decision
  if (report.agentId !== request.agentId) {
    return refuse(
      'another_agents',
      `This action is ${request.agentId}’s, not ${report.agentId}’s`,
      request.agentId,
    )
  }
  if (action.status !== 'claimed') {
    const message =
      action.status === 'unknown'
        ? 'The deadline has passed; the outcome stands as unknown'
        : `It is ${action.status}; only a claimed action has an outcome to report`
    return refuse('not_claimed', message)
  }
  const { status, errorCode, reference, detail } = report
  const data = { actionId: request.actionId, agentId: report.agentId, status, errorCode, reference, detail }
  return { kind: 'accepted', events: [{ type: 'action_settled', data }] }
}

/** Writes down what stored times have decided: a held action that expired, a claim without an outcome. */
export function decideSweep(action: ActionState): DecisionResult {
  // What was approved has its answer; that its grant ran out is read from the stored time.
  if (action.status === 'expired' && action.from === 'held' && !action.isRecorded) {
    const { request, approvalId } = action.decision
    const data = { actionId: request.actionId, approvalId: approvalId ?? '' }
    return { kind: 'accepted', events: [{ type: 'action_expired', data }] }
  }
  if (action.status === 'unknown' && !action.isRecorded) {
    const { actionId, agentId } = action.decision.request
    const data = {
      actionId,
      agentId,
      status: 'unknown',
      errorCode: 'no_outcome_reported',
      reference: null,
      detail: null,
    } as const
    return { kind: 'accepted', events: [{ type: 'action_settled', data }] }
  }
  return refuse('not_due', 'Nothing of this action has run out')
}
