import { createRuntime, type Runtime } from '#lib/services/runtime.ts'

/** The program's services with a clock that a recorded history moves, so that everything in it happens at its time. */
export interface HistoryRuntime {
  readonly runtime: Runtime
  /** Sets the clock; it never goes backwards within one account. */
  readonly moveTo: (atMs: number) => void
  readonly close: () => Promise<void>
}

export function createHistoryRuntime(databaseUrl: string): HistoryRuntime {
  let nowMs = Date.now()
  const runtime = createRuntime({ databaseUrl, clock: () => nowMs })
  return {
    runtime,
    moveTo: (atMs) => (nowMs = atMs),
    close: () => runtime.close(),
  }
}
