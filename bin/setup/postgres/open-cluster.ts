import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '#lib/shared/app-error.ts'
import { freePort, readOrCreateSettings, writeSettings, type ClusterSettings } from './cluster-settings.ts'
import { createCluster, SUPERUSER } from './create-cluster.ts'
import { ensureDatabase, ROLE } from './ensure-database.ts'
import { withExclusiveLock } from './exclusive-lock.ts'
import { launchPostmaster } from './launch-postmaster.ts'
import { locateCluster, type ClusterPlace } from './locate-cluster.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'
import { findPostmaster, isAlive, type Postmaster } from './postmaster-file.ts'
import { choosePostgresUser } from './postgres-user.ts'

/** Long enough for crash recovery of a large log; a healthy start takes a tenth of a second. */
const START_TIMEOUT_MS = 120_000
const STOP_TIMEOUT_MS = 30_000
const LOCK_TIMEOUT_MS = 180_000
const POLL_MS = 20
/** Name of the connection by which every user of a cluster shows that it is there. */
const HOLDER = 'interlock:holder'

/** A cluster to open. */
export interface ClusterOptions {
  /** INTERLOCK_DATA_DIR: the cluster lives in a folder of its own inside. */
  readonly dataDir: string
  /** True unless the data may be lost: false only for tests. */
  readonly durable: boolean
}

/** A running embedded PostgreSQL that this process uses. */
export interface Cluster {
  readonly place: ClusterPlace
  readonly port: number
  /** `created` its files just now, `started` the server, or `adopted` one that was running. */
  readonly how: 'created' | 'started' | 'adopted'
  /** URL of database `interlock` as its owner, who is no superuser. */
  readonly databaseUrl: string
  /** URL of a database of this cluster as superuser; for tests and set-up, never for the program. */
  superuserUrl(database: string): string
  /** Called when the server goes away while in use. */
  onLost(listener: () => void): void
  /** Lets go of the server, and stops it when nobody else on this machine uses it. */
  close(): Promise<void>
}

/**
 * Gives a running PostgreSQL on the data directory: makes the cluster, starts it, or adopts the server that runs
 * there already (one left behind by a killed process, or one that another command uses). Any number of processes
 * may do so at once. Each holds one connection, which the system closes if the process is killed; the last to
 * close stops the server.
 * @throws AppError `unavailable` with the reason and the mend.
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const user = choosePostgresUser()
  const place = locateCluster(options.dataDir, user)
  const lock = path.join(place.home, 'lock')
  return withExclusiveLock(lock, LOCK_TIMEOUT_MS, async () => {
    let settings = await readOrCreateSettings(place)
    const running = await awaitRunning(place, settings)
    let how: Cluster['how'] = 'adopted'
    if (!running) {
      const binaries = findPostgresBinaries(user, path.dirname(place.home))
      const created = await createCluster({
        ...options,
        place,
        user,
        initdb: binaries.initdb,
        superuserPassword: settings.superuserPassword,
      })
      settings = { ...settings, port: await freePort(settings.port) }
      writeSettings(place, settings)
      await start({ ...options, place, user, postgres: binaries.postgres, port: settings.port }, settings)
      how = created ? 'created' : 'started'
    } else if (running.port !== settings.port) {
      settings = { ...settings, port: running.port }
      writeSettings(place, settings)
    }
    const holder = await connect(settings, HOLDER)
    await ensureDatabase(holder, settings.rolePassword)
    return asCluster({ place, settings, how, holder, lock })
  })
}

function asCluster(open: {
  place: ClusterPlace
  settings: ClusterSettings
  how: Cluster['how']
  holder: pg.Client
  lock: string
}): Cluster {
  const { place, settings, how, holder, lock } = open
  const listeners: (() => void)[] = []
  let closing: Promise<void> | null = null
  holder.on('error', () => {
    if (!closing) listeners.forEach((listener) => listener())
  })
  return {
    place,
    port: settings.port,
    how,
    databaseUrl: clusterUrl(settings, ROLE, ROLE),
    superuserUrl: (database) => clusterUrl(settings, SUPERUSER, database),
    onLost: (listener) => void listeners.push(listener),
    close: () => (closing ??= withExclusiveLock(lock, LOCK_TIMEOUT_MS, () => release(place, holder))),
  }
}

async function release(place: ClusterPlace, holder: pg.Client): Promise<void> {
  const others = await holder
    .query<{ others: number }>(
      'SELECT count(*)::int AS others FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()',
      [HOLDER],
    )
    .then((result) => result.rows[0]?.others ?? 0)
    // The server is gone or going: there is nobody to count.
    .catch(() => 0)
  await holder.end().catch(() => undefined)
  if (others > 0) return
  const running = findPostmaster(place.data)
  if (running) await stop(running.pid)
}

async function stop(pid: number): Promise<void> {
  // SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is flushed.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(pid, signal)
    const deadline = performance.now() + STOP_TIMEOUT_MS
    while (isAlive(pid)) {
      if (performance.now() > deadline) break
      await sleep(POLL_MS)
    }
    if (!isAlive(pid)) return
  }
  throw new AppError('unavailable', `The embedded PostgreSQL (process ${pid}) does not stop.`)
}

async function start(
  launch: Parameters<typeof launchPostmaster>[0],
  settings: ClusterSettings,
): Promise<void> {
  const launched = launchPostmaster(launch)
  const deadline = performance.now() + START_TIMEOUT_MS
  while (!(await accepts(settings, launch.place))) {
    if (launched.hasExited() || performance.now() > deadline) {
      throw new AppError('unavailable', `The embedded PostgreSQL did not start:\n${launched.logTail()}`)
    }
    await sleep(POLL_MS)
  }
}

/** Waits for a server that runs but is still starting, recovering or stopping; null when none runs. */
async function awaitRunning(place: ClusterPlace, settings: ClusterSettings): Promise<Postmaster | null> {
  const deadline = performance.now() + START_TIMEOUT_MS
  for (;;) {
    const running = findPostmaster(place.data)
    if (!running) return null
    if (await accepts({ ...settings, port: running.port }, place)) return running
    if (performance.now() > deadline) {
      throw new AppError(
        'unavailable',
        `A PostgreSQL (process ${running.pid}) runs on ${place.data} but does not answer. Stop it, then try again.`,
      )
    }
    await sleep(POLL_MS)
  }
}

async function accepts(settings: ClusterSettings, place: ClusterPlace): Promise<boolean> {
  const client = await connect(settings, 'interlock:probe').catch(() => null)
  if (!client) return false
  try {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
    return rows[0] !== undefined && path.resolve(rows[0].data_directory) === path.resolve(place.data)
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function connect(settings: ClusterSettings, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: clusterUrl(settings, SUPERUSER, 'postgres'),
    application_name: applicationName,
    connectionTimeoutMillis: 5_000,
  })
  // A lost connection is told to onLost's listeners; without a listener of its own it would end the process.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

function clusterUrl(settings: ClusterSettings, user: string, database: string): string {
  const password = user === SUPERUSER ? settings.superuserPassword : settings.rolePassword
  return `postgresql://${user}:${password}@127.0.0.1:${settings.port}/${database}`
}
