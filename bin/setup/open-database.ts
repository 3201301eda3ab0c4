import type { CompleteEnv, Env } from '#lib/env.ts'
import { migrate } from '#lib/store/migrate.ts'
import { keepSecret } from './keep-secret.ts'
import { openCluster } from './postgres/open-cluster.ts'

/** A migrated database in use by this process. */
export interface OpenDatabase {
  /** The settings, with the database and the secret filled in. */
  readonly env: CompleteEnv
  /** Called when an embedded server goes away while in use. */
  onLost(listener: () => void): void
  /** Lets go of an embedded server (which stops when nobody else uses it). */
  close(): Promise<void>
}

/**
 * Gives the database that the settings ask for, migrated: the one of DATABASE_URL, or the embedded one of the data
 * directory, which is made, started or adopted. `say` gets a sentence for each thing done.
 * @throws AppError `unavailable` with the reason and the mend.
 */
export async function openDatabase(env: Env, say: (sentence: string) => void): Promise<OpenDatabase> {
  if (env.DATABASE_URL && env.INTERLOCK_SECRET) {
    await migrateAndSay(env.DATABASE_URL, say)
    const complete = { ...env, DATABASE_URL: env.DATABASE_URL, INTERLOCK_SECRET: env.INTERLOCK_SECRET }
    return { env: complete, onLost: () => undefined, close: () => Promise.resolve() }
  }
  const cluster = await openCluster({ dataDir: env.INTERLOCK_DATA_DIR, durable: true })
  try {
    const verb = { created: 'Created and started', started: 'Started', adopted: 'Joined the running' }[
      cluster.how
    ]
    say(`${verb} embedded PostgreSQL in ${cluster.place.home} (port ${cluster.port}).`)
    if (cluster.place.elsewhere) {
      say(`It is there because its user cannot enter ${env.INTERLOCK_DATA_DIR}.`)
    }
    await migrateAndSay(cluster.databaseUrl, say)
    const secret = env.INTERLOCK_SECRET ?? keepSecret(env.INTERLOCK_DATA_DIR)
    return {
      env: { ...env, DATABASE_URL: cluster.databaseUrl, INTERLOCK_SECRET: secret },
      onLost: (listener) => cluster.onLost(listener),
      close: () => cluster.close(),
    }
  } catch (error) {
    await cluster.close()
    throw error
  }
}

async function migrateAndSay(url: string, say: (sentence: string) => void): Promise<void> {
  const applied = await migrate(url)
  if (applied.length > 0) say(`Applied ${applied.length} migration${applied.length === 1 ? '' : 's'}.`)
}
