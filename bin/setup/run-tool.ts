import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { AppError } from '#lib/shared/app-error.ts'

/** The project's folder. */
export const root = path.resolve(import.meta.dirname, '../..')

/**
 * Runs a package's own program under this Node, quietly, with nothing on its standard input.
 * `program` is the script's path inside the package.
 * @throws AppError `unavailable` with the tool's output when it fails.
 */
export async function runTool(title: string, program: string, args: string[]): Promise<void> {
  const script = createRequire(import.meta.url).resolve(program)
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const endChild = () => child.kill()
  process.once('exit', endChild)
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  process.removeListener('exit', endChild)
  if (code !== 0) throw new AppError('unavailable', `${title} failed:\n${output.trim()}`)
}
