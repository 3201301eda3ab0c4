import type { Connector, EffectAnswer } from '../../connectors/connector.ts'
import { advanceAction } from '../../engine/recovery/advance-action.ts'
import { askIdOf } from '../../engine/recovery/owed-outcome.ts'
import type { LifeStep } from '../../engine/recovery/life-step.ts'
import type { QueuedAction, RecoveryPorts, RecoveryTiming } from './recovery-ports.ts'

/** The timing against real platforms. What has not settled in two minutes counts as never sent. */
export const platformTiming: RecoveryTiming = { leaseMs: 60_000, sendWithinMs: 10_000, settleMs: 120_000 }

/**
 * Does the next thing for one recovery action: dispatches it through the gate, declares it lost, or asks the
 * platform what became of it. May be called for any action at any time by any number of workers at once: what is
 * not due or not legal does nothing.
 */
export async function driveAction(ports: RecoveryPorts, action: QueuedAction): Promise<void> {
  switch (action.life.status) {
    case 'reserved':
    case 'retry_scheduled':
      if (action.lockoutId) {
        await apply(ports, action, { type: 'cancel' }, 'account_locked_out', action.lockoutId)
      } else if (action.isPaused) {
        await apply(ports, action, { type: 'cancel' }, 'post_paused')
      } else if (action.isStopped) {
        await apply(ports, action, { type: 'cancel' }, 'stop_order')
      } else if (action.life.dueAtMs <= ports.clock.nowMs()) await dispatch(ports, action)
      return
    case 'running':
      await lose(ports, action)
      return
    case 'unknown':
      await reconcile(ports, action)
      return
    case 'succeeded':
    case 'failed':
    case 'needs_human':
    case 'exhausted':
    case 'cancelled':
  }
}

async function lose(ports: RecoveryPorts, action: QueuedAction): Promise<void> {
  const { settleMs } = ports.timing
  await apply(ports, action, { type: 'lose', nowMs: ports.clock.nowMs(), settleMs }, 'lease_over')
}

async function dispatch(ports: RecoveryPorts, action: QueuedAction): Promise<void> {
  const connector = await ports.connectorOf(action)
  if (!connector) {
    await apply(ports, action, { type: 'cancel' }, 'no_connection')
    return
  }
  // The gate knows a held dispatch already: to look at it again takes no turn.
  const isHeld = action.life.askId !== undefined
  if (!isHeld && !(await ports.store.takeTurn(action, ports.clock.nowMs()))) return
  const askId = askIdOf(action)
  if (!(await takeGrant(ports, action, askId))) return
  const { leaseMs, sendWithinMs } = ports.timing
  const leaseTakenAtMs = ports.clock.monotonicMs()
  const running = await apply(
    ports,
    action,
    { type: 'start', nowMs: ports.clock.nowMs(), leaseMs, askId },
    null,
  )
  if (!running) return
  const isLate = ports.clock.monotonicMs() - leaseTakenAtMs > sendWithinMs
  const failed = await record(ports, running, isLate ? heldUp : await send(connector, running))
  // Nobody can be asked, so a person need not wait until the platform has settled.
  if (failed?.life.status === 'unknown' && !connector.capabilities.lookUp) {
    await apply(ports, failed, { type: 'give_to_human' }, 'no_look_up')
  }
}

/**
 * Asks the gate and claims its grant; without one, does what the gate says instead. Whoever dies with the grant in
 * hand, before the attempt begins, has sent nothing: the next one finds it spent and asks anew.
 */
async function takeGrant(ports: RecoveryPorts, action: QueuedAction, askId: string): Promise<boolean> {
  const asked = await ports.gate.ask(action, askId)
  const answer = asked.kind === 'go' ? await ports.gate.claim(action, askId) : asked
  switch (answer.kind) {
    case 'taken':
      return true
    case 'wait':
      await apply(ports, action, { type: 'postpone', untilMs: answer.untilMs }, answer.why)
      return false
    case 'held':
      await apply(ports, action, { type: 'hold', untilMs: answer.untilMs, askId }, answer.why)
      return false
    case 'anew':
      await apply(ports, action, { type: 'postpone', untilMs: ports.clock.nowMs() }, answer.why)
      return false
    case 'stop':
      await apply(ports, action, { type: 'cancel' }, answer.why, answer.lockoutId)
      return false
  }
}

/** Nothing was sent: the lease could not be trusted any more. */
const heldUp: EffectAnswer = { kind: 'failed', errorCode: 'timeout', mayHaveLeft: false, retryAfterMs: null }

async function send(connector: Connector, action: QueuedAction): Promise<EffectAnswer> {
  const { postId, idempotencyKey, text, life } = action
  try {
    return await connector[action.actionType]({ postId, idempotencyKey, text, attempt: life.attempts })
  } catch {
    // Against the connector's promise; then the careful reading is that the request has left.
    return { kind: 'failed', errorCode: 'network_error', mayHaveLeft: true, retryAfterMs: null }
  }
}

async function record(
  ports: RecoveryPorts,
  action: QueuedAction,
  answer: EffectAnswer,
): Promise<QueuedAction | null> {
  const attempt = action.life.attempts
  if (answer.kind === 'done') {
    return apply(ports, action, { type: 'succeed', attempt, reference: answer.reference }, null)
  }
  const { errorCode, mayHaveLeft, retryAfterMs: platformRetryAfterMs } = answer
  const nowMs = ports.clock.nowMs()
  const random = ports.random()
  const { settleMs } = ports.timing
  return apply(
    ports,
    action,
    { type: 'fail', attempt, errorCode, mayHaveLeft, platformRetryAfterMs, nowMs, settleMs, random },
    errorCode,
  )
}

async function reconcile(ports: RecoveryPorts, action: QueuedAction): Promise<void> {
  const connector = await ports.connectorOf(action)
  if (!connector?.capabilities.lookUp) {
    await apply(ports, action, { type: 'give_to_human' }, connector ? 'no_look_up' : 'no_connection')
    return
  }
  if (!hasSettled(ports, action)) return
  const { postId, idempotencyKey, text, actionType } = action
  const sinceMs = action.life.firstAttemptAtMs ?? 0
  const found = await connector
    .lookUp({ postId, idempotencyKey, text, attempt: action.life.attempts, actionType, sinceMs })
    .catch(() => ({ kind: 'cannot_tell', errorCode: 'network_error' }) as const)
  const look = { nowMs: ports.clock.nowMs(), random: ports.random() }
  switch (found.kind) {
    case 'found':
      await apply(ports, action, { type: 'find', reference: found.reference }, 'found_on_platform')
      return
    case 'absent':
      await apply(ports, action, { type: 'find_absent', ...look }, 'absent_on_platform')
      return
    case 'cannot_tell':
      await apply(ports, action, { type: 'fail_to_look', ...look }, found.errorCode)
  }
}

/**
 * Whether a request of the lost attempt can no longer have its effect. The recorded times cannot tell when the
 * clock has stepped, so each process waits on its own unstepping clock, anew after a restart.
 */
function hasSettled(
  { clock, timing, unknownSince }: RecoveryPorts,
  { actionId, life }: QueuedAction,
): boolean {
  if (life.status !== 'unknown' || life.dueAtMs > clock.nowMs()) return false
  const attempt = `${actionId}.${String(life.attempts)}`
  const sinceMs = unknownSince.get(attempt)
  if (sinceMs === undefined) unknownSince.set(attempt, clock.monotonicMs())
  return sinceMs !== undefined && clock.monotonicMs() - sinceMs >= timing.settleMs
}

/** Takes the step if it is legal and nobody was first; returns the action as it is then, or null. */
async function apply(
  { store, clock, unknownSince }: RecoveryPorts,
  action: QueuedAction,
  step: LifeStep,
  cause: string | null,
  lockoutId: string | null = null,
): Promise<QueuedAction | null> {
  const result = advanceAction(action.life, step, action.retry)
  if (result.kind === 'refused') return null
  const { life, path } = result
  const saved = await store.save(action, { life, path, cause, lockoutId, atMs: clock.nowMs() })
  if (saved !== 'saved') return null
  const attempt = `${action.actionId}.${String(action.life.attempts)}`
  if (life.status === 'unknown' && path.length > 0) unknownSince.set(attempt, clock.monotonicMs())
  else if (action.life.status === 'unknown' && life.status !== 'unknown') unknownSince.delete(attempt)
  return { ...action, life, version: action.version + 1 }
}
