import { minuteMs } from '../policy/needed-count.ts'
import type { RecoveryPolicy } from '../policy/policy.ts'
import {
  type ActionLife,
  isWaiting,
  type RunningAction,
  type UnknownAction,
  type WaitingAction,
} from './action-life.ts'
import type { LifeStep, StepResult } from './life-step.ts'
import { afterFailure, backoffMs } from './retry-rule.ts'

/**
 * The state machine of a recovery action: what a step makes of a life, or why it is none of its steps. Pure;
 * whoever stores the result does so only if the life is still the one that was given.
 */
export function advanceAction(life: ActionLife, step: LifeStep, retry: RecoveryPolicy['retry']): StepResult {
  switch (step.type) {
    case 'postpone':
      return isWaiting(life) ? moved({ ...unasked(life), ...waitOf(life, step.untilMs) }, []) : illegal
    case 'hold':
      return isWaiting(life)
        ? moved({ ...life, ...waitOf(life, step.untilMs), askId: step.askId }, [])
        : illegal
    case 'start':
      return start(life, step)
    case 'succeed':
      return succeed(life, step)
    case 'fail':
      return fail(life, step, retry)
    case 'lose':
      return lose(life, step)
    case 'find':
      return life.status === 'unknown' ? found(life, step.reference) : illegal
    case 'find_absent':
      // The platform has said that nothing happened, so the attempt failed as surely as if nothing had left.
      return life.status === 'unknown'
        ? failedFor(life, { ...step, platformRetryAfterMs: null }, retry)
        : illegal
    case 'fail_to_look':
      return life.status === 'unknown' ? lookAgain(life, step, retry) : illegal
    case 'give_to_human':
      return life.status === 'unknown' ? moved({ ...progressOf(life), status: 'needs_human' }) : illegal
    case 'settle':
      return settle(life, step)
    case 'cancel':
      return isWaiting(life) ? moved({ ...progressOf(life), status: 'cancelled' }) : illegal
  }
}

const illegal = { kind: 'refused', why: 'illegal_step' } as const

function start(
  life: ActionLife,
  { nowMs, leaseMs, askId }: Extract<LifeStep, { type: 'start' }>,
): StepResult {
  if (!isWaiting(life)) return illegal
  if (nowMs < life.dueAtMs) return { kind: 'refused', why: 'not_due' }
  return moved({
    status: 'running',
    attempts: life.attempts + 1,
    firstAttemptAtMs: life.firstAttemptAtMs ?? nowMs,
    errorCode: life.errorCode,
    askId,
    leaseEndsAtMs: nowMs + leaseMs,
  })
}

/** The platform's own word counts also when the lease ran out before it came. */
function succeed(life: ActionLife, step: Extract<LifeStep, { type: 'succeed' }>): StepResult {
  if (life.status !== 'running' && life.status !== 'unknown') return illegal
  if (life.attempts !== step.attempt) return { kind: 'refused', why: 'other_attempt' }
  return found(life, step.reference)
}

function fail(
  life: ActionLife,
  step: Extract<LifeStep, { type: 'fail' }>,
  retry: RecoveryPolicy['retry'],
): StepResult {
  if (life.status !== 'running') return illegal
  if (life.attempts !== step.attempt) return { kind: 'refused', why: 'other_attempt' }
  const failed = { ...life, errorCode: step.errorCode }
  const next = afterFailure({ ...failureOf(failed, step), mayHaveLeft: step.mayHaveLeft }, retry, step.random)
  return next.kind === 'unknown' ? becomesUnknown(failed, step) : failedFor(failed, step, retry)
}

function lose(life: ActionLife, step: Extract<LifeStep, { type: 'lose' }>): StepResult {
  if (life.status !== 'running') return illegal
  if (step.nowMs <= life.leaseEndsAtMs) return { kind: 'refused', why: 'lease_holds' }
  // Whoever held the lease may have died right after the request left.
  return becomesUnknown({ ...life, errorCode: 'timeout' }, step)
}

function becomesUnknown(
  life: RunningAction,
  { nowMs, settleMs }: { readonly nowMs: number; readonly settleMs: number },
): StepResult {
  return moved({
    ...progressOf(life),
    status: 'unknown',
    unknownSinceMs: nowMs,
    lookUps: 0,
    dueAtMs: nowMs + settleMs,
  })
}

/** A sure failure, and at once what follows from it: another attempt, or the end. */
function failedFor(
  life: RunningAction | UnknownAction,
  failure: SureFailure,
  retry: RecoveryPolicy['retry'],
): StepResult {
  const next = afterFailure({ ...failureOf(life, failure), mayHaveLeft: false }, retry, failure.random)
  const progress = progressOf(life)
  if (next.kind === 'retry_scheduled') {
    return moved({ ...unasked(progress), status: 'retry_scheduled', dueAtMs: next.atMs }, [
      'failed',
      'retry_scheduled',
    ])
  }
  const why = next.kind === 'exhausted' ? next.why : 'not_transient'
  return moved({ ...progress, status: 'exhausted', why }, ['failed', 'exhausted'])
}

interface SureFailure {
  readonly nowMs: number
  readonly random: number
  readonly platformRetryAfterMs: number | null
}

function failureOf(
  life: RunningAction | UnknownAction,
  { nowMs, platformRetryAfterMs }: Omit<SureFailure, 'random'>,
) {
  return {
    attempts: life.attempts,
    firstAttemptAtMs: life.firstAttemptAtMs ?? nowMs,
    errorCode: life.errorCode ?? 'timeout',
    platformRetryAfterMs,
    // Whether the platform can be asked is found when it is: the step of the state machine is the same.
    canLookUp: true,
    nowMs,
  }
}

function lookAgain(
  life: UnknownAction,
  { nowMs, random }: Extract<LifeStep, { type: 'fail_to_look' }>,
  retry: RecoveryPolicy['retry'],
): StepResult {
  const lookUps = life.lookUps + 1
  const isTooLate = nowMs - life.unknownSinceMs > retry.withinMinutes * minuteMs
  if (lookUps >= retry.maxAttempts || isTooLate) {
    return moved({ ...progressOf(life), status: 'needs_human' })
  }
  return moved({ ...life, lookUps, dueAtMs: nowMs + backoffMs(lookUps, retry, random) }, [])
}

function settle(
  life: ActionLife,
  { happened, reference }: Extract<LifeStep, { type: 'settle' }>,
): StepResult {
  if (life.status !== 'needs_human') return illegal
  return happened
    ? moved({ ...progressOf(life), status: 'succeeded', reference })
    : moved({ ...progressOf(life), status: 'failed' })
}

function found(life: ActionLife, reference: string | null): StepResult {
  return moved({ ...progressOf(life), status: 'succeeded', reference })
}

function waitOf({ status, dueAtMs }: WaitingAction, untilMs: number) {
  return { status, dueAtMs: Math.max(dueAtMs, untilMs) }
}

function progressOf(life: ActionLife) {
  return life.askId === undefined ? unasked(life) : { ...unasked(life), askId: life.askId }
}

/** The progress of an action that asks the gate anew before anything else. */
function unasked({ attempts, firstAttemptAtMs, errorCode }: Omit<ActionLife, 'status'>) {
  return { attempts, firstAttemptAtMs, errorCode }
}

function moved(
  life: ActionLife,
  path: Extract<StepResult, { kind: 'moved' }>['path'] = [life.status],
): StepResult {
  return { kind: 'moved', path, life }
}
