import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { fetchDueMetrics } from '#lib/services/recovery/fetch-metrics.ts'
import { createRuntime } from '#lib/services/runtime.ts'
import { testSecret } from './recovery-runtime.ts'

/** Starts a process that fetches due metrics without a pause until it is killed. */
export function startFetchingProcess(databaseUrl: string): ChildProcess {
  return spawn(process.execPath, [path.resolve(import.meta.dirname, 'fetching-process.ts')], {
    env: { ...process.env, INTERLOCK_FETCHING_PROCESS: databaseUrl },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

const databaseUrl = process.env.INTERLOCK_FETCHING_PROCESS
if (databaseUrl !== undefined && process.argv[1] === import.meta.filename) {
  const runtime = { ...createRuntime({ databaseUrl }), secret: testSecret }
  for (;;) {
    await fetchDueMetrics(runtime, (error) => process.stderr.write(`${String(error)}\n`))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
