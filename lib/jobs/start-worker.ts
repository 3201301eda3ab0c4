import { expireApprovals } from '../services/approvals/expire-approvals.ts'
import { rollUpVelocity } from '../services/roll-up-velocity.ts'
import type { Runtime } from '../services/runtime.ts'

export interface Worker {
  /** Ends after the step that is under way. */
  readonly stop: () => Promise<void>
}

/** What the background work needs. */
type WorkerRuntime = Pick<Runtime, 'accounts' | 'database' | 'decideDeadlineMs' | 'clock'>

/** Pause between two rounds; charts add the live tail, so nobody waits for it. */
const everyMs = 5000

/** Starts the background work of a process: roll-ups for the charts of long ranges, and approvals that ran out. */
export function startWorker(runtime: WorkerRuntime, onFailure: (error: unknown) => void): Worker {
  const stopping = new AbortController()
  const { signal } = stopping
  const running = loop(runtime, signal, onFailure)
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

async function loop(
  runtime: WorkerRuntime,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await rollUpVelocity(runtime, () => signal.aborted)
      await expireApprovals(runtime, () => signal.aborted)
    } catch (error) {
      onFailure(error)
    }
    await pause(everyMs, signal)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve()
      return
    }
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
