import { baseUrlOf, type CompleteEnv, type Env } from '#lib/env.ts'
import { createGate } from '#lib/gate/create-gate.ts'
import { startWorker } from '#lib/jobs/start-worker.ts'
import { createLog } from '#lib/log.ts'
import { createRuntime } from '#lib/services/runtime.ts'
import { startServer } from './server.ts'
import { offerFirstLead } from './setup/offer-first-lead.ts'
import { openDatabase } from './setup/open-database.ts'

/** A running Interlock with all that it stands on. */
export interface Served {
  readonly env: CompleteEnv
  /** Where it listens, for programs on this machine. */
  readonly url: string
  /** Stops everything that was started for it. */
  stop(): Promise<void>
}

/**
 * Opens the database and serves console and API on it; the console must have been built (`ensureBuilt`) unless it is
 * for development. `say` gets a sentence for each thing done. Also sets DATABASE_URL and INTERLOCK_SECRET of this
 * process.
 * @throws AppError `invalid_request` or `unavailable` with the reason and the mend; nothing is left running then.
 */
export async function serve(
  env: Env,
  options: { development: boolean; say: (sentence: string) => void },
): Promise<Served> {
  const { development, say } = options
  const database = await openDatabase(env, say)
  process.env.DATABASE_URL = database.env.DATABASE_URL
  process.env.INTERLOCK_SECRET = database.env.INTERLOCK_SECRET
  const log = createLog({ level: env.LOG_LEVEL, name: 'server' })
  database.onLost(() => log.fatal('the embedded PostgreSQL is gone; stop and start again'))
  try {
    const runtime = createRuntime({
      databaseUrl: database.env.DATABASE_URL,
      accountCache: env.INTERLOCK_CACHE_ACCOUNTS,
      decideDeadlineMs: env.INTERLOCK_DECIDE_DEADLINE_MS,
      onFailure: (error) => log.error({ err: error }, 'a part that deciding needs has failed'),
    })
    const gate = createGate(runtime, (error, requestId) =>
      log.error({ err: error, requestId }, 'a request failed'),
    )
    const server = await startServer({ env: database.env, log, gate, development })
    const worker =
      env.INTERLOCK_ROLE === 'web'
        ? null
        : startWorker(runtime, (error) => log.error({ err: error }, 'background work failed'))
    await server.consoleReady
    const baseUrl = baseUrlOf({ ...env, PORT: Number(new URL(server.url).port) })
    await offerFirstLead(runtime, env, baseUrl, say)
    return {
      env: database.env,
      url: server.url,
      stop: async () => {
        await server.stop()
        await worker?.stop()
        await runtime.close()
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}
