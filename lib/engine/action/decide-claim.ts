import type {
  DecisionContext,
  DecisionResult,
  GuardCommand,
  Refusal,
  RefusalCode,
} from '../guard/commands.ts'
import { minuteMs } from '../policy/needed-count.ts'
import { refuse } from '../guard/refuse.ts'
import type { GuardState } from '../guard/state.ts'
import { stopOrderInForce } from '../guard/stop-order-in-force.ts'
import type { ActionState } from './action-state.ts'

type Claim = Extract<GuardCommand, { type: 'claim_action' }>

/** How long an agent has from its claim to report the outcome; then it is unknown. */
export const outcomeDeadlineMs = 15 * minuteMs

/**
 * Takes the grant of an allowed or approved action, once, right before acting. Stop orders and the lockout
 * are checked again: an action allowed before a lockout but not yet claimed is refused after it. A refused
 * claim on an action that exists is recorded.
 */
export function decideClaim(
  state: GuardState,
  action: ActionState,
  claim: Claim,
  { nowMs, stopOrders }: DecisionContext,
): DecisionResult {
  if (action.status === 'unasked') return refuse('action_not_found', 'No such action was asked for')
  const { request } = action.decision
  const reason = whyRefused(state, action, claim) ?? stopReason(state, action, { nowMs, stopOrders })
  if (reason) {
    const data = {
      actionId: request.actionId,
      agentId: claim.agentId,
      code: reason.code,
      message: reason.message,
    }
    return { kind: 'accepted', events: [{ type: 'claim_refused', data }] }
  }
  const data = {
    actionId: request.actionId,
    agentId: claim.agentId,
    digest: request.digest,
    deadlineAtMs: nowMs + outcomeDeadlineMs,
  }
  return { kind: 'accepted', events: [{ type: 'action_claimed', data }] }
}

type Asked = Exclude<ActionState, { status: 'unasked' }>
type ClaimReason = Pick<Refusal, 'code' | 'message'>

function whyRefused(state: GuardState, action: Asked, claim: Claim): ClaimReason | null {
  const { decision } = action
  if (claim.agentId !== decision.request.agentId) {
    return because('another_agents', `This grant is ${decision.request.agentId}’s, not ${claim.agentId}’s`)
  }
  if (claim.digest !== null && claim.digest !== decision.request.digest) {
    return because(
      'parameters_changed',
      'The parameters are not those that were decided; ask again with the new ones',
    )
  }
  const standing = whyNotStanding(action)
  if (standing) return standing
  if (action.status === 'approved' && decision.policyVersion !== state.policyVersion) {
    return because(
      'policy_changed',
      `It was approved under policy ${decision.policyVersion}, which is no longer in force; ask again`,
    )
  }
  return null
}

function whyNotStanding(action: Asked): ClaimReason | null {
  switch (action.status) {
    case 'allowed':
    case 'approved':
      return null
    case 'held':
      return because('not_admitted', 'It is held until a reviewer approves it')
    case 'blocked':
    case 'rejected':
      return because('not_admitted', `It was ${action.status}`)
    case 'expired':
      return because('grant_expired', 'The grant has expired; ask again')
    case 'claimed':
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return because('grant_spent', 'The grant was claimed already; each is good for one act')
  }
}

function stopReason(
  state: GuardState,
  { decision }: Asked,
  { nowMs, stopOrders }: Pick<DecisionContext, 'nowMs' | 'stopOrders'>,
): ClaimReason | null {
  const order = stopOrderInForce(stopOrders, state.accountId, decision.request, nowMs)
  if (order) return because('stop_order', `A stop order by ${order.by.name} refuses it: ${order.reason}`)
  const passes = decision.request.actionType === 'rollback' && state.policy?.lockout.rollbacksPass
  if (!state.lockout || !decision.edit || passes) return null
  return because(
    'lockout_in_force',
    `The account is locked out by ${state.lockout.lockoutId}; nothing more is admitted until it is reset`,
  )
}

const because = (code: RefusalCode, message: string): ClaimReason => ({ code, message })
