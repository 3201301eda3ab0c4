import { type Auth, createAuth } from '../auth/create-auth.ts'
import { baseUrlOf, readCompleteEnv } from '../env.ts'
import { createLog, type Log } from '../log.ts'
import { type ConsoleContext, createConsoleContext } from '../services/console/console-context.ts'
import { newId } from '../services/new-id.ts'
import { createRuntime, type Runtime } from '../services/runtime.ts'
import { LiveFeed } from './live-feed.ts'

/** What the console's pages, actions and routes share within their process. */
export interface ConsoleProcess {
  readonly runtime: Runtime
  readonly console: ConsoleContext
  readonly auth: Auth
  readonly live: LiveFeed
  readonly log: Log
  /** INTERLOCK_SECRET: seals what is kept of other services' secrets. */
  readonly secret: string
}

// Pages, actions and routes are bundled apart, and a development server loads them again and again: one process has
// one runtime all the same.
const place = globalThis as typeof globalThis & { interlockConsole?: ConsoleProcess }

/** The console's process, composed at the first use. */
export function consoleProcess(): ConsoleProcess {
  place.interlockConsole ??= compose()
  return place.interlockConsole
}

function compose(): ConsoleProcess {
  const env = readCompleteEnv()
  const log = createLog({ level: env.LOG_LEVEL, name: 'console' })
  const runtime = createRuntime({
    databaseUrl: env.DATABASE_URL,
    accountCache: env.INTERLOCK_CACHE_ACCOUNTS,
    onFailure: (error) => log.error({ err: error }, 'the account log failed'),
  })
  const { database, clock } = runtime
  return {
    runtime,
    log,
    secret: env.INTERLOCK_SECRET,
    console: createConsoleContext(database, clock),
    auth: createAuth({
      prisma: database.prisma,
      secret: env.INTERLOCK_SECRET,
      baseUrl: baseUrlOf(env),
      now: () => new Date(clock()),
      newId: () => newId(),
    }),
    live: new LiveFeed(database, clock, (error) =>
      log.warn({ err: error }, 'the live feed lost its connection'),
    ),
  }
}
