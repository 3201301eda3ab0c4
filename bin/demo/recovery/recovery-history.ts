import type { RecoveryPorts } from '#lib/services/recovery/recovery-ports.ts'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { fetchDueMetrics } from '#lib/services/recovery/fetch-metrics.ts'
import { measureOutcomes } from '#lib/services/recovery/measure-outcomes.ts'
import type { RecoveryRuntime } from '#lib/services/recovery/recovery-runtime.ts'
import { runRecoveryRound } from '#lib/services/recovery/run-recovery-round.ts'
import { workerPorts } from '#lib/services/recovery/worker-ports.ts'
import type { HistoryRuntime } from '../history-runtime.ts'

/** What the worker does for recovery, done at the times of a history instead of by the clock. */
export interface RecoveryHistory {
  readonly runtime: RecoveryRuntime
  /** Lets the worker work from `fromMs` on, as often as its pace asks, until nothing is left to do or `untilMs`. */
  readonly workUntil: (fromMs: number, untilMs: number) => Promise<void>
}

/** Longer than the pace at which recovery asks the gate, so that each round has a turn. */
const roundMs = 100_000

/** The worker of a history. Its waits pass with the history's clock. */
export function createRecoveryHistory(history: HistoryRuntime, secret: string): RecoveryHistory {
  const runtime = { ...history.runtime, secret }
  const { clock } = runtime
  const ports: RecoveryPorts = {
    ...workerPorts(runtime),
    clock: { nowMs: clock, monotonicMs: clock },
    // The same history every time.
    random: () => 0.5,
  }
  const work = async () => {
    await fetchDueMetrics(runtime, fail)
    await evaluateDuePosts(runtime)
    const driven = await runRecoveryRound(runtime, ports, fail)
    return driven + (await measureOutcomes(runtime))
  }
  return {
    runtime,
    workUntil: async (fromMs, untilMs) => {
      for (let atMs = fromMs; atMs < untilMs; atMs += roundMs) {
        history.moveTo(atMs)
        if ((await work()) === 0) return
      }
    },
  }
}

function fail(error: unknown): never {
  throw error instanceof Error ? error : new Error(String(error))
}
