import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../../bin/interlock.ts', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

/** What a run of the command line left behind. */
export interface CommandRun {
  code: number | null
  out: string
  err: string
  /** The lines of standard output as JSON. */
  json: () => Record<string, unknown>[]
}

/** Runs `interlock` as a process of its own, from the project's root, with `stdin` as its standard input. */
export function runInterlock(
  args: readonly string[],
  { stdin = '', env = {} }: { stdin?: string; env?: Record<string, string> } = {},
): Promise<CommandRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry, ...args], { cwd: root, env: { ...process.env, ...env } })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.on('error', reject)
    child.on('close', (code) => {
      const json = () =>
        out
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>)
      resolve({ code, out, err, json })
    })
    // A command that stops at a bad line closes its input before all is written.
    child.stdin.on('error', () => undefined)
    child.stdin.end(stdin)
  })
}
