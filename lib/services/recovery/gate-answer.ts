import type { ActionState } from '../../engine/action/action-state.ts'
import type { ClaimAnswer, GateAnswer } from './recovery-ports.ts'

/** How long a dispatch waits before it asks again when the gate names no time, in ms. */
const askAgainMs = 5 * 60_000
/** How often an approval is looked for while a dispatch is held for it, in ms. */
const lookForApprovalMs = 30_000

/**
 * What the gate's state of an ask means for a recovery action at `nowMs`: go, wait for its approval, wait and ask
 * again, or be called off. `policyVersion` is the one in force: under another, nobody can approve any more.
 */
export function gateAnswerOf(state: ActionState, policyVersion: string | null, nowMs: number): GateAnswer {
  switch (state.status) {
    case 'allowed':
    case 'approved':
      return { kind: 'go' }
    case 'held':
      if (state.decision.policyVersion !== policyVersion) return { kind: 'anew', why: 'policy_changed' }
      return {
        kind: 'held',
        untilMs: Math.min(nowMs + lookForApprovalMs, state.expiresAtMs),
        why: state.decision.reasons[0]?.code ?? 'needs_approval',
      }
    case 'rejected':
      return { kind: 'stop', why: 'approval_rejected', lockoutId: null }
    case 'expired':
      if (state.from === 'held') return { kind: 'stop', why: 'approval_expired', lockoutId: null }
      return { kind: 'anew', why: 'grant_expired' }
    case 'blocked':
      return blockedAnswer(state, nowMs)
    case 'unasked':
      return { kind: 'anew', why: 'not_asked' }
    case 'claimed':
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return { kind: 'anew', why: 'grant_spent' }
  }
}

/**
 * What a claim that the gate refused with this code means; null when it means a bug. `lockoutId` is the account's
 * lockout.
 */
export function refusedClaimAnswer(code: string, lockoutId: string | null): ClaimAnswer | null {
  switch (code) {
    case 'lockout_in_force':
      return { kind: 'stop', why: 'account_locked_out', lockoutId }
    case 'stop_order':
      return { kind: 'stop', why: 'stop_order', lockoutId: null }
    case 'grant_spent':
    case 'grant_expired':
    case 'policy_changed':
    case 'not_admitted':
      return { kind: 'anew', why: code }
    default:
      return null
  }
}

function blockedAnswer({ decision }: Extract<ActionState, { decision: unknown }>, nowMs: number): GateAnswer {
  const { reasons, retryAfterMs, lockoutId } = decision
  const why = reasons[0]?.code ?? 'blocked'
  if (reasons.every(({ code }) => code === 'paced')) {
    return { kind: 'wait', untilMs: nowMs + (retryAfterMs ?? askAgainMs), why }
  }
  return { kind: 'stop', why, lockoutId }
}
