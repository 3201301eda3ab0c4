import { unreachable } from '../../shared/assert.ts'
import { decideApproval } from '../action/decide-approval.ts'
import { decideClaim as decideClaimOfAction } from '../action/decide-claim.ts'
import { decideOutcome, decideSweep } from '../action/decide-outcome.ts'
import { actionStateAt } from '../action/evolve-action.ts'
import type { ActionCommand, DecisionContext, DecisionResult, GuardCommand } from './commands.ts'
import { decideAction } from './decide-action.ts'
import {
  decideAcknowledge,
  decideClaim,
  decideLockOut,
  decideRelease,
  decideRevision,
  decideUphold,
  decideVote,
  decideWithdrawal,
} from './decide-lockout.ts'
import { decideReset, decideResetRequest } from './decide-reset.ts'
import { refuse } from './refuse.ts'
import type { ActiveLockout, GuardState } from './state.ts'

/**
 * Decides one command on the guard of one account: events to append, or refusals with every reason. Pure:
 * the same state, command and context always give the same answer, and nothing is mutated.
 */
export function decide(state: GuardState, command: GuardCommand, context: DecisionContext): DecisionResult {
  const at = { ...context, nowMs: decisionTimeMs(state, context.nowMs) }
  switch (command.type) {
    case 'decide_action':
      return decideAction(state, command.request, at)
    case 'open_account': {
      const { type: _, ...data } = command
      if (state.seq > 0) return refuse('account_exists', `Account ${command.accountId} exists already`)
      return { kind: 'accepted', events: [{ type: 'account_opened', data }] }
    }
    case 'assign_policy': {
      const { type: _, ...data } = command
      return { kind: 'accepted', events: [{ type: 'policy_assigned', data }] }
    }
    case 'lock_out_account':
      return decideLockOut(state, command, at)
    case 'approve_action':
    case 'reject_action':
      return decideApproval(state, actionStateAt(command.history, at.nowMs), command, at)
    case 'claim_action':
      return decideClaimOfAction(state, actionStateAt(command.history, at.nowMs), command, at)
    case 'report_outcome':
      return decideOutcome(actionStateAt(command.history, at.nowMs), command)
    case 'sweep_action':
      return decideSweep(actionStateAt(command.history, at.nowMs))
    default:
      return decideOnLockout(state, command, at)
  }
}

/**
 * The time at which a command given at `nowMs` is decided, and with which its events are recorded: the
 * clock of an account never runs backwards, whatever the server's does.
 */
export function decisionTimeMs(state: GuardState, nowMs: number): number {
  return Math.max(nowMs, state.lastDecidedAtMs)
}

type LockoutCommand = Exclude<
  GuardCommand,
  { type: 'decide_action' | 'open_account' | 'assign_policy' | 'lock_out_account' } | ActionCommand
>

/** Commands on an active lockout; when it is not active the refusal says who reset it and when. */
function decideOnLockout(
  state: GuardState,
  command: LockoutCommand,
  context: DecisionContext,
): DecisionResult {
  const { lockout } = state
  if (lockout?.lockoutId !== command.lockoutId) return notActive(state, command.lockoutId)
  return decideOnActive(state, lockout, command, context)
}

function decideOnActive(
  state: GuardState,
  lockout: ActiveLockout,
  command: LockoutCommand,
  context: DecisionContext,
): DecisionResult {
  switch (command.type) {
    case 'claim_lockout':
      return decideClaim(lockout, command, context)
    case 'release_claim':
      return decideRelease(lockout, command, context)
    case 'acknowledge_brief':
      return decideAcknowledge(lockout, command)
    case 'revise_brief':
      return decideRevision(lockout, command, context)
    case 'uphold_lockout':
      return decideUphold(lockout, command, context)
    case 'withdraw_uphold':
      return decideWithdrawal(lockout, command, context)
    case 'request_reset':
      return decideResetRequest(state, lockout, command, context)
    case 'vote_on_reset':
      return decideVote(state, lockout, command, context)
    case 'reset_lockout':
      return decideReset(state, lockout, command, context)
    default:
      return unreachable(command)
  }
}

function notActive(state: GuardState, lockoutId: string): DecisionResult {
  const closed = state.closedLockouts.find((one) => one.lockoutId === lockoutId)
  if (!closed) return refuse('lockout_not_active', `${state.handle} has no active lockout ${lockoutId}`)
  const at = new Date(closed.closedAtMs).toISOString()
  return refuse(
    'lockout_not_active',
    `${closed.closedBy.name} reset this lockout at ${at}`,
    closed.closedBy.name,
    closed.closedAtMs,
  )
}
