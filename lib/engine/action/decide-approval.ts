import type { DecisionContext, DecisionResult, GuardCommand } from '../guard/commands.ts'
import { personOf } from '../guard/decide-lockout.ts'
import { refuse } from '../guard/refuse.ts'
import type { GuardState } from '../guard/state.ts'
import type { ActionState } from './action-state.ts'

type Held = Extract<ActionState, { status: 'held' }>
type Answer = Extract<GuardCommand, { type: 'approve_action' | 'reject_action' }>

/**
 * A reviewer answers a held action: exactly once, before it expires, on the parameters that were shown. An
 * approval is bound to digest, agent, account and policy version; silence never approves.
 */
export function decideApproval(
  state: GuardState,
  action: ActionState,
  answer: Answer,
  { nowMs }: DecisionContext,
): DecisionResult {
  const { actor } = answer
  if (actor.role === 'viewer') {
    return refuse(
      'reviewer_required',
      'Your role is viewer; this needs a reviewer or a lead',
      'Any reviewer or lead',
    )
  }
  if (action.status !== 'held') return notHeld(action)
  if (answer.digest !== action.decision.request.digest) {
    return refuse('parameters_changed', 'What you saw is not what the agent asked for; read it again', 'You')
  }
  const reason = answer.reason.trim()
  if (reason === '') return refuse('note_required', 'Write a reason', 'You')
  return answer.type === 'approve_action'
    ? approve(state, action, answer, reason, nowMs)
    : reject(action, answer, reason)
}

function approve(
  state: GuardState,
  action: Held,
  { actor }: Answer,
  reason: string,
  nowMs: number,
): DecisionResult {
  const { decision } = action
  if (decision.policyVersion !== state.policyVersion) {
    const message = `It was held under policy ${decision.policyVersion}; ${state.policyVersion ?? 'none'} is in force now. The agent must ask again`
    return refuse('policy_changed', message, 'The agent')
  }
  if (state.lockout && decision.edit) {
    return refuse(
      'lockout_in_force',
      `${state.handle} is locked out; reset the lockout first`,
      'Any reviewer, by a reset',
    )
  }
  const full = probationFull(state, decision.edit, nowMs)
  if (full) return full
  const { request, category, edit } = decision
  return {
    kind: 'accepted',
    events: [
      {
        type: 'action_approved',
        data: {
          actionId: request.actionId,
          approvalId: decision.approvalId ?? '',
          by: personOf(actor),
          reason,
          digest: request.digest,
          agentId: request.agentId,
          policyVersion: decision.policyVersion,
          admits: {
            actionType: request.actionType,
            targetId: request.target.id,
            category,
            edit,
            budgeted: true,
          },
        },
      },
    ],
  }
}

/** In probation an approved edit uses up one of those admitted; when none is left a person waits as well. */
function probationFull(
  { probation, policy }: GuardState,
  edit: boolean,
  nowMs: number,
): DecisionResult | null {
  const limit = policy?.lockout.probation?.maxActions
  if (!edit || !probation || limit === undefined || nowMs >= probation.endsAtMs) return null
  if (probation.admittedEdits < limit) return null
  const message = `Probation has admitted its ${String(limit)} edits; approve this when it ends`
  return refuse('probation_full', message, 'You, when probation ends', probation.endsAtMs)
}

function reject({ decision }: Held, { actor }: Answer, reason: string): DecisionResult {
  const { actionId } = decision.request
  const data = { actionId, approvalId: decision.approvalId ?? '', by: personOf(actor), reason }
  return { kind: 'accepted', events: [{ type: 'action_rejected', data }] }
}

function notHeld(action: Exclude<ActionState, Held>): DecisionResult {
  switch (action.status) {
    case 'unasked':
      return refuse('action_not_found', 'No such action was asked for')
    case 'approved':
      return refuse(
        'already_decided',
        `${action.by.name} approved it already`,
        action.by.name,
        action.approvedAtMs,
      )
    case 'rejected':
      return refuse('already_decided', `${action.by.name} rejected it already`, action.by.name)
    case 'expired':
      return refuse(
        'grant_expired',
        'It has expired; the agent must ask again',
        'The agent',
        action.expiresAtMs,
      )
    case 'allowed':
    case 'blocked':
    case 'claimed':
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return refuse('already_decided', `It is ${action.status}, so there is nothing to approve`)
  }
}
