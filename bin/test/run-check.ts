import { spawn } from 'node:child_process'
import path from 'node:path'
import { root } from '../setup/run-tool.ts'
import type { StageResult } from './stages.ts'

/**
 * Runs tools one after the other, each given by the path of its program in node_modules and its arguments. Counts
 * as one check, with the output of the first that fails.
 */
export async function runCheck(...tools: readonly (readonly [string, ...string[]])[]): Promise<StageResult> {
  for (const [program, ...args] of tools) {
    const { code, output } = await run(program, args)
    if (code !== 0) return { passed: 0, failed: 1, output }
  }
  return { passed: 1, failed: 0, output: '' }
}

function run(program: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [path.join(root, 'node_modules', program), ...args], {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
