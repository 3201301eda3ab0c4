import type { StopOrder } from '../../engine/guard/commands.ts'
import type { Policy } from '../../engine/policy/policy.ts'
import { presets } from '../../engine/policy/presets.ts'
import { dispatchPaceMs } from '../../engine/recovery/dispatch-pace.ts'
import { recoveryStop } from '../../engine/recovery/recovery-stop.ts'
import { type StoredRecoveryAction, takeDispatchTurn } from '../../store/recovery/actions.ts'
import {
  listOwedOutcomes,
  postponeOwedOutcome,
  removeOwedOutcome,
} from '../../store/recovery/owed-outcomes.ts'
import { saveAction } from '../../store/recovery/save-action.ts'
import { platformTiming } from './drive-action.ts'
import { createConnector } from './create-connector.ts'
import { recoveryGate } from './recovery-gate.ts'
import type { QueuedAction, RecoveryPorts } from './recovery-ports.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'

/** Outcomes of which one round tells the gate. */
const roundOutcomes = 200

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
    outcomes: {
      listDue: (nowMs) => listOwedOutcomes(database, nowMs, roundOutcomes),
      postpone: (outcome, untilMs) => postponeOwedOutcome(database, outcome, untilMs),
      remove: (outcome) => removeOwedOutcome(database, outcome),
    },
    gate: recoveryGate(runtime),
    connectorOf: (action) => createConnector(runtime, action.accountId, action.platform),
    clock: { nowMs: clock, monotonicMs: () => performance.now() },
    timing: platformTiming,
    random: Math.random,
    unknownSince: new Map(),
  }
}

/** A stored action with the retry rule that its account's policy has now, and whether one of these orders stops it. */
export async function queuedAction(
  runtime: Pick<RecoveryRuntime, 'accounts' | 'clock'>,
  stored: StoredRecoveryAction,
  stopOrders: readonly StopOrder[],
): Promise<QueuedAction> {
  const { retry } = (await policyOf(runtime, stored.accountId)).recovery
  const isStopped = recoveryStop(stopOrders, stored, stored.actionType, runtime.clock()) !== null
  return { ...stored, retry, isStopped }
}

async function policyOf({ accounts }: Pick<RecoveryRuntime, 'accounts'>, accountId: string): Promise<Policy> {
  return (await accounts.read(accountId)).state.policy ?? presets.standard
}
