import { baseUrlOf, type CompleteEnv, type Env } from '#lib/env.ts'
import { createGate } from '#lib/gate/create-gate.ts'
import { startWorker, type WorkerRuntime } from '#lib/jobs/start-worker.ts'
import { createLog, type Log } from '#lib/log.ts'
import { bootstrapLead } from '#lib/services/members/bootstrap-lead.ts'
import { createSetupLink } from '#lib/services/members/create-setup-link.ts'
import { createRuntime, type Runtime } from '#lib/services/runtime.ts'
import { startServer } from './server.ts'
import { openDatabase } from './setup/open-database.ts'

/** A running Interlock with all that it stands on. */
export interface Served {
  /** The settings with everything filled in, the port that it got too. */
  readonly env: CompleteEnv
  /** Where it listens, for programs on this machine. */
  readonly url: string
  /** The one-time link to create the first lead; null when there are members. */
  readonly setupLink: string | null
  /** Stops everything that was started for it. */
  stop(): Promise<void>
}

/**
 * Opens the database and serves what the role asks for on it: gate and console (`web`), background work (`worker`),
 * or both (`all`). The console must have been built (`ensureBuilt`) unless it is for development. `say` gets a
 * sentence for each thing done. Also sets DATABASE_URL and INTERLOCK_SECRET of this process.
 * @throws AppError `invalid_request` or `unavailable` with the reason and the mend; nothing is left running then.
 */
export async function serve(
  env: Env,
  options: { development: boolean; say: (sentence: string) => void },
): Promise<Served> {
  const database = await openDatabase(env, options.say)
  process.env.DATABASE_URL = database.env.DATABASE_URL
  process.env.INTERLOCK_SECRET = database.env.INTERLOCK_SECRET
  const log = createLog({ level: env.LOG_LEVEL, name: 'server' })
  database.onLost(() => log.fatal('the embedded PostgreSQL is gone; stop and start again'))
  const runtime = createRuntime({
    databaseUrl: database.env.DATABASE_URL,
    accountCache: env.INTERLOCK_CACHE_ACCOUNTS,
    decideDeadlineMs: env.INTERLOCK_DECIDE_DEADLINE_MS,
    onFailure: (error) => log.error({ err: error }, 'a part that deciding needs has failed'),
  })
  const release = async () => {
    await runtime.close()
    await database.close()
  }
  try {
    const running = await startParts(database.env, { runtime, log, development: options.development })
    return {
      ...running,
      stop: async () => {
        await running.stop()
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

async function startParts(
  asked: CompleteEnv,
  { runtime, log, development }: { runtime: Runtime; log: Log; development: boolean },
): Promise<Served> {
  const isMember = asked.INTERLOCK_BOOTSTRAP_LEAD
    ? await bootstrapLead(runtime, asked.INTERLOCK_BOOTSTRAP_LEAD)
    : false
  const gate = createGate(runtime, (error, requestId) =>
    log.error({ err: error, requestId }, 'a request failed'),
  )
  const server = await startServer({ env: asked, log, gate, development })
  const env = { ...asked, PORT: server.port }
  const worker =
    env.INTERLOCK_ROLE === 'web'
      ? null
      : startWorker(workerRuntimeOf(runtime, env), (error) =>
          log.error({ err: error }, 'background work failed'),
        )
  const setupLink =
    isMember || env.INTERLOCK_ROLE === 'worker' ? null : await createSetupLink(runtime, baseUrlOf(env))
  await server.consoleReady
  return {
    env,
    url: server.url,
    setupLink: setupLink?.url ?? null,
    stop: async () => {
      await server.stop()
      await worker?.stop()
    },
  }
}

function workerRuntimeOf(runtime: Runtime, env: CompleteEnv): WorkerRuntime {
  return {
    ...runtime,
    secret: env.INTERLOCK_SECRET,
    databaseUrl: env.DATABASE_URL,
    deliveryRules: {
      firstWaitMs: env.INTERLOCK_DELIVERY_FIRST_WAIT_MS,
      leaseSeconds: env.INTERLOCK_DELIVERY_LEASE_SECONDS,
    },
  }
}
