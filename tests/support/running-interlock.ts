import { spawn } from 'node:child_process'
import path from 'node:path'

/** The real program, started as a person would. */
export interface RunningInterlock {
  readonly url: string
  /** Process id of the server itself (the parent of the console's process). */
  readonly pid: number
  /** Everything it wrote, standard output and error together. */
  output(): string
  /** Asks it to stop, as Ctrl-C does, and waits until it has; resolves to its exit code. */
  stop(): Promise<number | null>
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>
}

const root = path.resolve(import.meta.dirname, '../..')

/**
 * Starts `npm start`'s program with these settings (nothing else of Interlock's is inherited) and waits until it says
 * that it is ready. PORT is `port`; give DATABASE_URL and INTERLOCK_SECRET, or INTERLOCK_DATA_DIR. The console must
 * have been built unless the build is part of the test.
 */
export async function startInterlock(
  port: number,
  settings: Record<string, string>,
): Promise<RunningInterlock> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(INTERLOCK_|DATABASE_URL$|NODE_ENV$|VITEST)/.test(name),
    ),
  )
  const child = spawn(process.execPath, ['bin/start.mjs'], {
    cwd: root,
    env: { ...inherited, ...settings, NODE_ENV: 'production', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Interlock is ready at')) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('error', reject)
    void ended.then((code) =>
      reject(new Error(`Interlock ended with ${code} before it was ready:\n${output}`)),
    )
  })
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal)
    return ended
  }
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    output: () => output,
    stop: () => end('SIGTERM'),
    kill: async () => {
      await end('SIGKILL')
    },
  }
}
