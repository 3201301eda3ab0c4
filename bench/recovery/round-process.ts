import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type EvaluationRound, evaluateDuePosts } from '#lib/services/recovery/evaluate-due-posts.ts'
import { createRuntime } from '#lib/services/runtime.ts'

export const benchSecret = 'only for benchmarks, only for benchmarks'

/** A worker process that is connected and waits for its start. */
export interface RoundProcess {
  readonly ended: Promise<unknown>
  /** One round of evaluations, until nothing is due. */
  readonly run: () => Promise<EvaluationRound>
}

/** Starts a worker process at a fixed time of day. */
export async function startRoundProcess(databaseUrl: string, nowMs: number): Promise<RoundProcess> {
  const child = spawn(process.execPath, [import.meta.filename], {
    env: { ...process.env, BENCH_ROUND_PROCESS: databaseUrl, BENCH_NOW_MS: String(nowMs) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const lines = createInterface(child.stdout)
  await once(lines, 'line')
  return {
    ended,
    run: async () => {
      child.stdin.end()
      const [line] = (await once(lines, 'line')) as [string]
      return JSON.parse(line) as EvaluationRound
    },
  }
}

const databaseUrl = process.env.BENCH_ROUND_PROCESS
if (databaseUrl !== undefined && process.argv[1] === import.meta.filename) {
  const nowMs = Number(process.env.BENCH_NOW_MS)
  const runtime = { ...createRuntime({ databaseUrl, clock: () => nowMs }), secret: benchSecret }
  await runtime.database.reads.query('SELECT 1')
  process.stdout.write('ready\n')
  process.stdin.resume()
  await once(process.stdin, 'end')
  process.stdout.write(`${JSON.stringify(await evaluateDuePosts(runtime))}\n`)
  await runtime.close()
}
