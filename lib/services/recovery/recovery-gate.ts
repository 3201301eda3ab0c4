import { actionStateAt } from '../../engine/action/evolve-action.ts'
import { recoveryAgentId } from '../../engine/recovery/recovery-stop.ts'
import { AppError } from '../../shared/app-error.ts'
import { claimAction } from '../actions/claim-action.ts'
import { reportOutcome } from '../actions/report-outcome.ts'
import { readActionHistory } from '../actions/run-action-command.ts'
import { decideAction } from '../decide-action.ts'
import { gateAnswerOf, refusedClaimAnswer } from './gate-answer.ts'
import type { ClaimAnswer, GateAnswer, GrantOutcome, QueuedAction, RecoveryGate } from './recovery-ports.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'

/** The gate as recovery asks it: what it does is decided, counted, claimed and reported like any other action. */
export function recoveryGate(runtime: RecoveryRuntime): RecoveryGate {
  return {
    ask: (action, askId) => ask(runtime, action, askId),
    claim: (action, askId) => claim(runtime, action, askId),
    report: (outcome) => report(runtime, outcome),
  }
}

async function ask(runtime: RecoveryRuntime, action: QueuedAction, askId: string): Promise<GateAnswer> {
  const { accountId, life } = action
  if (life.askId !== askId && !(await decide(runtime, action, askId))) {
    return { kind: 'anew', why: 'action_conflict' }
  }
  const { policyVersion } = (await runtime.accounts.read(accountId)).state
  return gateAnswerOf(await stateOf(runtime, accountId, askId), policyVersion, runtime.clock())
}

/** Puts the ask before the gate; false when its id has been decided with other content. */
async function decide(
  runtime: RecoveryRuntime,
  { accountId, actionType, postId, platform, idempotencyKey, text }: QueuedAction,
  askId: string,
): Promise<boolean> {
  const asked = {
    accountId,
    actionId: askId,
    agentId: recoveryAgentId,
    type: actionType,
    target: { id: postId, platform },
    parameters: { idempotencyKey, text },
    origin: 'executor',
  } as const
  try {
    const result = await decideAction(runtime, asked, { authorityEpoch: null })
    if (result.kind !== 'decided') throw new AppError('cannot_decide')
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'action_conflict') return false
    throw error
  }
}

async function claim(
  runtime: RecoveryRuntime,
  { accountId }: QueuedAction,
  askId: string,
): Promise<ClaimAnswer> {
  const claimed = { accountId, actionId: askId, agentId: recoveryAgentId, digest: null, authorityEpoch: null }
  try {
    if ((await claimAction(runtime, claimed)) === null) throw new AppError('cannot_decide')
    return { kind: 'taken' }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const answer = refusedClaimAnswer(error.code, await lockoutOf(runtime, accountId))
    if (answer === null) throw error
    return answer
  }
}

/** The account's lockout; the latest one when it has been reset meanwhile. */
async function lockoutOf(runtime: RecoveryRuntime, accountId: string): Promise<string | null> {
  const { lockout, closedLockouts } = (await runtime.accounts.read(accountId)).state
  return lockout?.lockoutId ?? closedLockouts.at(-1)?.lockoutId ?? null
}

/** What the gate has by its own deadline is unknown, and stays so. */
async function report(
  runtime: RecoveryRuntime,
  { accountId, askId, status, errorCode, reference }: GrantOutcome,
): Promise<'settled' | 'unclaimed'> {
  const state = await stateOf(runtime, accountId, askId)
  switch (state.status) {
    case 'unasked':
    case 'held':
    case 'allowed':
    case 'approved':
    // By this process's clock; another's may be behind.
    case 'expired':
      return 'unclaimed'
    case 'blocked':
    case 'rejected':
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return 'settled'
    case 'claimed':
  }
  const outcome = {
    status,
    ...(errorCode === null ? {} : { errorCode }),
    ...(reference === null ? {} : { reference }),
  }
  const grant = { accountId, actionId: askId, agentId: recoveryAgentId, authorityEpoch: null }
  try {
    await reportOutcome(runtime, { ...grant, outcome })
  } catch (error) {
    // Another worker has just told it, or the deadline has just passed.
    if (!(error instanceof AppError && error.code === 'not_claimed')) throw error
  }
  return 'settled'
}

async function stateOf(runtime: RecoveryRuntime, accountId: string, askId: string) {
  return actionStateAt(await readActionHistory(runtime, accountId, askId), runtime.clock())
}
