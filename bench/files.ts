// `npm run bench:files`: a million recorded lines through the command line, speed and peak memory of each run.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeActions, writeSamples } from '#tests/support/generated-histories.ts'

const root = path.resolve(import.meta.dirname, '..')
const lines = Number(process.env.BENCH_LINES ?? 1_000_000)
const folder = mkdtempSync(path.join(tmpdir(), 'interlock-bench-'))

try {
  const actions = path.join(folder, 'actions.jsonl')
  const samples = path.join(folder, 'samples.jsonl')
  await writeActions(actions, lines)
  await writeSamples(samples, lines)
  console.log(`${lines.toLocaleString('en')} lines; Node ${process.versions.node}`)
  measure('replay, policy seed', ['replay', actions, '--policy', 'seed', '--reset-after', '30'])
  measure('replay, policy standard', ['replay', actions, '--policy', 'standard', '--reset-after', '30'])
  measure('replay --json', ['replay', actions, '--policy', 'seed', '--reset-after', '30', '--json'])
  measure('evaluate', ['evaluate', samples])
  measure('evaluate --json', ['evaluate', samples, '--json'])
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Runs one command as a process of its own, its output thrown away. */
function measure(name: string, args: readonly string[]): void {
  const startedAt = performance.now()
  const nodeArgs = ['--import', './tests/support/peak-memory-setup.ts', 'bin/interlock.ts', ...args]
  const run = spawnSync(process.execPath, nodeArgs, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  const seconds = (performance.now() - startedAt) / 1000
  const errors = run.stderr.toString()
  const peakKiB = Number(/peak memory (\d+) KiB/.exec(errors)?.[1])
  if (run.status !== 0) throw new Error(`${name} ended with ${run.status}: ${errors}`)
  const speed = Math.round(lines / seconds).toLocaleString('en')
  console.log(`${name.padEnd(26)} ${speed.padStart(9)} lines/s   peak ${Math.round(peakKiB / 1024)} MiB`)
}
