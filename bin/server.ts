import { randomUUID } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { Socket, type AddressInfo } from 'node:net'
import path from 'node:path'
import { baseUrlOf, type CompleteEnv } from '#lib/env.ts'
import type { Gate } from '#lib/gate/create-gate.ts'
import { problemAnswer, respond } from '#lib/gate/respond.ts'
import type { Log } from '#lib/log.ts'
import { AppError } from '#lib/shared/app-error.ts'
import { createProxy } from './server/proxy.ts'
import { supervise } from './server/supervise.ts'

interface ServerOptions {
  readonly env: CompleteEnv
  readonly log: Log
  /** Answers the API and the probes in this process; what it does not take goes to the console. */
  readonly gate: Gate
  /** Next's development server instead of the build. */
  readonly development: boolean
}

/** The program's one port. */
interface RunningServer {
  /** Where it listens, for programs on this machine. */
  readonly url: string
  readonly port: number
  /** Settles when the console answers for the first time; at once when there is none. */
  readonly consoleReady: Promise<void>
  /** Stops taking requests, lets those under way finish for a moment, ends the console's process. */
  stop(): Promise<void>
}

/** Requests under way when a stop is asked for get this long. Event streams never end by themselves. */
const GRACE_MS = 3_000

/**
 * Serves the gate and, behind the same port, the console in a child process, so that rendering a page never keeps
 * a decision waiting. A `worker` has no console: it answers probes and the API alone.
 * @throws AppError `unavailable` when the port cannot be had.
 */
export async function startServer({ env, log, gate, development }: ServerOptions): Promise<RunningServer> {
  const server = createServer()
  const port = await listen(server, env)
  const child =
    env.INTERLOCK_ROLE === 'worker'
      ? null
      : supervise(path.join(import.meta.dirname, 'next-child.ts'), {
          env: childEnvironment(env, port, development),
          args: development ? ['--dev'] : [],
          log,
        })
  const proxy = createProxy(() => child?.port() ?? null)
  server.on('request', (request, response) => {
    if (gate(request, response)) return
    if (child) proxy.handle(request, response)
    else refuse(response)
  })
  server.on('upgrade', (request, socket, head: Buffer) => {
    if (socket instanceof Socket) proxy.upgrade(request, socket, head)
    else socket.destroy()
  })
  log.info({ host: env.HOST, port, role: env.INTERLOCK_ROLE }, 'listening')
  return {
    url: `http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${port}`,
    port,
    consoleReady: child?.ready ?? Promise.resolve(),
    stop: async () => {
      await close(server)
      proxy.close()
      await child?.stop()
    },
  }
}

function refuse(response: ServerResponse): void {
  const requestId = randomUUID()
  const error = new AppError('not_found', 'This process serves no console; another one does.')
  respond(response, requestId, problemAnswer(error, requestId))
}

async function listen(server: Server, env: CompleteEnv): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(env.PORT, env.HOST, resolve)
  }).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    const reason = code === 'EADDRINUSE' ? 'something listens there already' : code
    throw new AppError(
      'unavailable',
      `Cannot listen on ${env.HOST}:${env.PORT}: ${reason}. Set PORT or HOST.`,
      { cause },
    )
  })
  return (server.address() as AddressInfo).port
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const force = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(force)
}

function childEnvironment(env: CompleteEnv, port: number, development: boolean): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: development ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: env.DATABASE_URL,
    INTERLOCK_SECRET: env.INTERLOCK_SECRET,
    INTERLOCK_DATA_DIR: env.INTERLOCK_DATA_DIR,
    INTERLOCK_BASE_URL: baseUrlOf({ ...env, PORT: port }),
    PORT: String(port),
  }
}
