import { fork, type ChildProcess } from 'node:child_process'
import type { Log } from '#lib/log.ts'

/** What a supervised child tells its parent once it serves. */
interface ListeningMessage {
  readonly type: 'listening'
  readonly port: number
}

/** A child process that is started again when it dies. */
export interface Supervised {
  /** The loopback port that it listens on now; null while it is not up. */
  port(): number | null
  /** The child's process id; null between two of them. */
  pid(): number | null
  /** Settles when it is up for the first time. */
  ready: Promise<void>
  /** Asks it to finish, then ends it; no new one is started. */
  stop(): Promise<void>
}

const FIRST_DELAY_MS = 250
const LONGEST_DELAY_MS = 10_000
/** A child that lived this long was well: the next failure starts from the first delay again. */
const WELL_AFTER_MS = 30_000
const GRACE_MS = 5_000

/**
 * Runs the module `entry` as a child with `env`, connected by a channel whose loss tells it that the parent is
 * gone. Started again after a failure, with a delay that doubles up to ten seconds.
 */
export function supervise(
  entry: string,
  options: { env: NodeJS.ProcessEnv; args?: string[]; log: Log },
): Supervised {
  const { log } = options
  let child: ChildProcess | null = null
  let port: number | null = null
  let stopping = false
  let delayMs = FIRST_DELAY_MS
  let timer: NodeJS.Timeout | undefined
  const { promise: ready, resolve: becomeReady } = Promise.withResolvers<undefined>()

  const run = () => {
    const startedAt = performance.now()
    const started = fork(entry, options.args ?? [], {
      env: options.env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    child = started
    started.on('message', (message) => {
      if (!isListening(message)) return
      port = message.port
      becomeReady(undefined)
    })
    started.on('error', (error) => log.error({ err: error }, 'child process failed'))
    started.on('exit', (code, signal) => {
      child = null
      port = null
      if (stopping) return
      if (performance.now() - startedAt > WELL_AFTER_MS) delayMs = FIRST_DELAY_MS
      log.error({ code, signal, retryInMs: delayMs }, 'child process ended; starting it again')
      timer = setTimeout(run, delayMs)
      delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)
    })
  }
  run()

  return {
    port: () => port,
    pid: () => child?.pid ?? null,
    ready,
    stop: async () => {
      stopping = true
      clearTimeout(timer)
      if (child) await end(child)
    },
  }
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  if (child.exitCode !== null || child.signalCode !== null) return
  const force = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  if (child.connected) child.disconnect()
  await gone
  clearTimeout(force)
}

function isListening(message: unknown): message is ListeningMessage {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'listening'
}
