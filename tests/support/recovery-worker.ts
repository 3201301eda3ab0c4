import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { runRecoveryRound } from '#lib/services/recovery/run-recovery-round.ts'
import { workerPorts } from '#lib/services/recovery/worker-ports.ts'
import { createRuntime } from '#lib/services/runtime.ts'
import { testSecret } from './recovery-runtime.ts'

/** Starts a process that drives recovery actions without a pause until it is killed. Its waits are short. */
export function startRecoveryWorker(databaseUrl: string): ChildProcess {
  return spawn(process.execPath, [path.resolve(import.meta.dirname, 'recovery-worker.ts')], {
    env: { ...process.env, INTERLOCK_RECOVERY_WORKER: databaseUrl },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

const databaseUrl = process.env.INTERLOCK_RECOVERY_WORKER
if (databaseUrl !== undefined && process.argv[1] === import.meta.filename) {
  const runtime = { ...createRuntime({ databaseUrl }), secret: testSecret }
  const timing = { leaseMs: 3000, sendWithinMs: 1000, settleMs: 2000 }
  const ports = { ...workerPorts(runtime), timing, random: () => 0 }
  for (;;) {
    await runRecoveryRound(runtime, ports, (error) => process.stderr.write(`${String(error)}\n`))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
