import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from '../setup/run-tool.ts'

/** How a test runner ended: its exit code, and the JSON report that it wrote (null when it wrote none). */
export interface StreamedRun {
  readonly code: number | null
  readonly report: unknown
}

/**
 * Runs a test runner with its output going straight to ours. `command` gets the path at which the JSON report is to
 * be written and gives the arguments and further environment.
 */
export async function runStreamed(
  program: string,
  command: (reportFile: string) => { args: string[]; env?: Record<string, string> },
): Promise<StreamedRun> {
  const folder = mkdtempSync(path.join(tmpdir(), 'interlock-test-'))
  const reportFile = path.join(folder, 'report.json')
  const { args, env } = command(reportFile)
  const child = spawn(process.execPath, [path.join(root, 'node_modules', program), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    return { code, report: readReport(reportFile) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
