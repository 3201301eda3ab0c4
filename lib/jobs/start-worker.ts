import { settleOverdueClaims } from '../services/actions/settle-overdue-claims.ts'
import { expireApprovals } from '../services/approvals/expire-approvals.ts'
import { evaluateDuePosts } from '../services/recovery/evaluate-due-posts.ts'
import { fetchesAtOnce, startDueFetches } from '../services/recovery/fetch-metrics.ts'
import { measureOutcomes } from '../services/recovery/measure-outcomes.ts'
import type { RecoveryRuntime } from '../services/recovery/recovery-runtime.ts'
import { reportOutcomes } from '../services/recovery/report-outcomes.ts'
import { actionsAtOnce, startDueActions } from '../services/recovery/run-recovery-round.ts'
import { createUnderWay } from '../services/recovery/under-way.ts'
import { workerPorts } from '../services/recovery/worker-ports.ts'
import { rollUpVelocity } from '../services/roll-up-velocity.ts'
import { type DeliveryRules, deliverEscalations } from './deliver-escalations.ts'
import { pause } from './pause.ts'

export interface Worker {
  /** Ends after the steps that are under way. */
  readonly stop: () => Promise<void>
}

/** Pause between two rounds of upkeep; charts add the live tail, so nobody waits for it. */
const upkeepEveryMs = 5000
/** Pause between two looks at what recovery has to do. */
const recoveryEveryMs = 1000
/** Pause before the queue of deliveries is opened again, when it could not be. */
const deliveryEveryMs = 5000

/** What background work needs of a process. */
export interface WorkerRuntime extends RecoveryRuntime {
  /** The queue holds connections of its own. */
  readonly databaseUrl: string
  readonly deliveryRules: DeliveryRules
}

/**
 * Starts the background work of a process: roll-ups for the charts of long ranges, approvals and claims that ran out,
 * evaluation of posts, their metrics, recovery actions and what they came to, escalations to executors. Each has a loop
 * of its own, so that a slow platform or webhook keeps nothing else waiting; nor does one that hangs hold up the next
 * round of its own loop.
 */
export function startWorker(runtime: WorkerRuntime, onFailure: (error: unknown) => void): Worker {
  const stopping = new AbortController()
  const { signal } = stopping
  const ports = workerPorts(runtime)
  const isStopping = () => signal.aborted
  const fetches = createUnderWay(fetchesAtOnce, onFailure)
  const actions = createUnderWay(actionsAtOnce, onFailure)
  const recover = async () => {
    await startDueActions(runtime, ports, actions, isStopping)
    await reportOutcomes(ports, onFailure, isStopping)
  }
  let claimsFromMs = 0
  const upkeep = async () => {
    await rollUpVelocity(runtime, isStopping)
    await expireApprovals(runtime, isStopping)
    claimsFromMs = await settleOverdueClaims(runtime, claimsFromMs, isStopping)
  }
  const running = Promise.all([
    loop(upkeep, upkeepEveryMs, signal, onFailure),
    loop(() => evaluateDuePosts(runtime, isStopping), recoveryEveryMs, signal, onFailure),
    loop(() => measureOutcomes(runtime, isStopping), recoveryEveryMs, signal, onFailure),
    loop(() => startDueFetches(runtime, fetches, isStopping), recoveryEveryMs, signal, onFailure),
    loop(recover, recoveryEveryMs, signal, onFailure),
    loop(() => deliverEscalations(runtime, onFailure, signal), deliveryEveryMs, signal, onFailure),
  ])
  return {
    stop: async () => {
      stopping.abort()
      await running
      await Promise.all([fetches.idle(), actions.idle()])
    },
  }
}

async function loop(
  round: () => Promise<unknown>,
  everyMs: number,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await round()
    } catch (error) {
      onFailure(error)
    }
    await pause(everyMs, signal)
  }
}
