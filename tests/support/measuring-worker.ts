import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { measureOutcomes } from '#lib/services/recovery/measure-outcomes.ts'
import { createRuntime } from '#lib/services/runtime.ts'

/** Starts a process that measures outcomes without a pause until it is killed. */
export function startMeasuringWorker(databaseUrl: string): ChildProcess {
  return spawn(process.execPath, [path.resolve(import.meta.dirname, 'measuring-worker.ts')], {
    env: { ...process.env, INTERLOCK_MEASURING_WORKER: databaseUrl },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

const databaseUrl = process.env.INTERLOCK_MEASURING_WORKER
if (databaseUrl !== undefined && process.argv[1] === import.meta.filename) {
  const runtime = createRuntime({ databaseUrl })
  for (;;) {
    await measureOutcomes(runtime)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
