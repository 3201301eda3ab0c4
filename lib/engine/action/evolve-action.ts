import { minuteMs } from '../policy/needed-count.ts'
import type { ActionDecided, RecordedEvent } from '../guard/events.ts'
import type { ActionState } from './action-state.ts'

/**
 * How long a plain `allow` may wait for its claim. Velocity is measured when an action is asked for, so a
 * hoard of old allows, claimed at once, would be a burst that no window has seen.
 */
export const allowGrantMs = 15 * minuteMs

/** The state of one action at `nowMs` from the events of its id, in order; expiry is by stored time. */
export function actionStateAt(history: readonly RecordedEvent[], nowMs: number): ActionState {
  return expireBy(history.reduce<ActionState>(evolveAction, { status: 'unasked' }), nowMs)
}

/** Folds one event into the action's state; events that do not fit its state change nothing. */
export function evolveAction(state: ActionState, { event, seq, atMs }: RecordedEvent): ActionState {
  switch (event.type) {
    case 'action_decided':
      return state.status === 'unasked' ? decidedState(event.data, seq, atMs) : state
    case 'action_approved':
      return state.status === 'held'
        ? { ...state, status: 'approved', by: event.data.by, approvedAtMs: atMs }
        : state
    case 'action_rejected':
      return state.status === 'held'
        ? { ...state, status: 'rejected', by: event.data.by, reason: event.data.reason }
        : state
    case 'action_expired':
      return state.status === 'held' ? { ...state, status: 'expired', from: 'held', isRecorded: true } : state
    case 'action_claimed':
      return state.status === 'allowed' || state.status === 'approved'
        ? { ...decidedOf(state), status: 'claimed', claimedAtMs: atMs, deadlineAtMs: event.data.deadlineAtMs }
        : state
    case 'action_settled':
      return state.status === 'claimed'
        ? {
            ...decidedOf(state),
            status: event.data.status,
            claimedAtMs: state.claimedAtMs,
            reportedAtMs: atMs,
            isRecorded: true,
          }
        : state
    default:
      return state
  }
}

function decidedState(decision: ActionDecided, seq: number, atMs: number): ActionState {
  const shared = { decision, seq, decidedAtMs: atMs }
  switch (decision.verdict) {
    case 'allow':
      return { ...shared, status: 'allowed', expiresAtMs: atMs + allowGrantMs }
    case 'needs_approval':
      return { ...shared, status: 'held', expiresAtMs: decision.approvalExpiresAtMs ?? atMs }
    case 'blocked':
      return { ...shared, status: 'blocked', expiresAtMs: atMs }
  }
}

function decidedOf(state: Exclude<ActionState, { status: 'unasked' }>) {
  const { decision, seq, decidedAtMs, expiresAtMs } = state
  return { decision, seq, decidedAtMs, expiresAtMs }
}

/** What the stored times say at `nowMs`: grants and requests that have run out, claims without an outcome. */
function expireBy(state: ActionState, nowMs: number): ActionState {
  if (state.status === 'claimed' && nowMs >= state.deadlineAtMs) {
    return {
      ...decidedOf(state),
      status: 'unknown',
      claimedAtMs: state.claimedAtMs,
      reportedAtMs: state.deadlineAtMs,
      isRecorded: false,
    }
  }
  const waits = state.status === 'held' || state.status === 'approved' || state.status === 'allowed'
  if (!waits || nowMs < state.expiresAtMs) return state
  return { ...decidedOf(state), status: 'expired', from: state.status, isRecorded: false }
}
