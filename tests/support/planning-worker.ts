import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { createRuntime } from '#lib/services/runtime.ts'
import { testSecret } from './recovery-runtime.ts'

/** Starts a process that evaluates due posts without a pause until it is killed. */
export function startPlanningWorker(databaseUrl: string): ChildProcess {
  return spawn(process.execPath, [path.resolve(import.meta.dirname, 'planning-worker.ts')], {
    env: { ...process.env, INTERLOCK_PLANNING_WORKER: databaseUrl },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

const databaseUrl = process.env.INTERLOCK_PLANNING_WORKER
if (databaseUrl !== undefined && process.argv[1] === import.meta.filename) {
  const runtime = { ...createRuntime({ databaseUrl }), secret: testSecret }
  for (;;) {
    await evaluateDuePosts(runtime).catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
    await pause(20)
  }
}
