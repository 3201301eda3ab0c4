import type { Policy } from '../../engine/policy/policy.ts'
import { presets } from '../../engine/policy/presets.ts'
import { dispatchPaceMs } from '../../engine/recovery/dispatch-pace.ts'
import { AppError } from '../../shared/app-error.ts'
import { type StoredRecoveryAction, takeDispatchTurn } from '../../store/recovery/actions.ts'
import { saveAction } from '../../store/recovery/save-action.ts'
import { decideAction } from '../decide-action.ts'
import { platformTiming } from './drive-action.ts'
import { createConnector } from './create-connector.ts'
import { gateAnswerOf } from './gate-answer.ts'
import type { GateAnswer, QueuedAction, RecoveryPorts } from './recovery-ports.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'

/** As whom recovery asks the gate. */
const executor = 'autonomous_recovery_executor'

/** The driver's ports on this deployment: PostgreSQL, the gate, the platforms, the clocks of this machine. */
export function workerPorts(runtime: RecoveryRuntime): RecoveryPorts {
  const { database, clock } = runtime
  return {
    store: {
      takeTurn: async (action, nowMs) => {
        const { tiers } = (await policyOf(runtime, action.accountId)).velocity
        return takeDispatchTurn(database, action.accountId, nowMs, dispatchPaceMs(tiers.tier_1))
      },
      save: (action, change) => saveAction(database, action, change),
    },
    gate: { ask: (action, askId) => ask(runtime, action, askId) },
    connectorOf: (action) => createConnector(runtime, action.accountId, action.platform),
    clock: { nowMs: clock, monotonicMs: () => performance.now() },
    timing: platformTiming,
    random: Math.random,
    unknownSince: new Map(),
  }
}

/** A stored action with the retry rule that its account's policy has now. */
export async function queuedAction(
  runtime: Pick<RecoveryRuntime, 'accounts'>,
  stored: StoredRecoveryAction,
): Promise<QueuedAction> {
  const { retry } = (await policyOf(runtime, stored.accountId)).recovery
  return { ...stored, retry }
}

async function policyOf({ accounts }: Pick<RecoveryRuntime, 'accounts'>, accountId: string): Promise<Policy> {
  return (await accounts.read(accountId)).state.policy ?? presets.standard
}

/** Dispatches are decided like any other action: counted to velocity, refused by lockouts and stop orders. */
async function ask(runtime: RecoveryRuntime, action: QueuedAction, askId: string): Promise<GateAnswer> {
  const { accountId, actionType, postId, platform, idempotencyKey, text } = action
  const result = await decideAction(
    runtime,
    {
      accountId,
      actionId: askId,
      agentId: executor,
      type: actionType,
      target: { id: postId, platform },
      parameters: { idempotencyKey, text },
      origin: 'executor',
    },
    { authorityEpoch: null },
  )
  if (result.kind !== 'decided') throw new AppError('cannot_decide')
  return gateAnswerOf(result.decision, runtime.clock())
}
