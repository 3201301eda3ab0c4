import { decide, decisionTimeMs } from '../engine/guard/decide.ts'
import type { GuardEvent } from '../engine/guard/events.ts'
import { AppError } from '../shared/app-error.ts'
import type { Decision } from '../contracts/api/decision.ts'
import { digest } from './account-log/digest.ts'
import { type AskedAction, actionRequest } from './action-request.ts'
import { decisionView } from './decision-view.ts'
import { newId } from './new-id.ts'
import { readGuard } from './read-guard.ts'
import type { Runtime } from './runtime.ts'

/**
 * The decision that an action would get now, recorded nowhere and counted nowhere.
 * @throws AppError `unknown_account`, or `cannot_decide` when the log cannot be read.
 */
export async function checkAction(
  runtime: Pick<Runtime, 'accounts' | 'control' | 'clock'>,
  asked: AskedAction,
): Promise<Decision> {
  const { accountId } = asked
  const { state, policy } = await readGuard(runtime, accountId)
  const command = { type: 'decide_action', request: actionRequest(asked) } as const
  const nowMs = runtime.clock()
  const stopOrders = await runtime.control.readStopOrders()
  const result = decide(state, command, { nowMs, stopOrders, digest, newId })
  if (result.kind === 'refused') throw new AppError('unknown_account')
  const [first, ...others] = result.events
  if (first?.type !== 'action_decided') throw new Error('deciding an action gave no decision')
  // A lockout that it would open does not exist, so it has no id to give away.
  const opens = others.some(({ type }) => type === 'lockout_opened')
  return decisionView({
    accountId,
    decided: opens ? { ...first.data, lockoutId: null } : first.data,
    escalation: others.find(isTierChange)?.data ?? null,
    policy,
    atMs: decisionTimeMs(state, nowMs),
    seq: null,
    replayed: false,
  })
}

function isTierChange(event: GuardEvent): event is Extract<GuardEvent, { type: 'tier_changed' }> {
  return event.type === 'tier_changed'
}
