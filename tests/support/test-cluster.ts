import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { openCluster, type Cluster } from '#bin/setup/postgres/open-cluster.ts'
import { migrate, readMigrations } from '#lib/store/migrate.ts'

/** Throw-away, and apart from the real data: .interlock/test/pg18 */
const dataDir = path.resolve(import.meta.dirname, '../../.interlock/test')
/** Serialises the making of templates between test runs. */
const TEMPLATE_LOCK = 4_100_001

/** What a test process must know to make databases; travels in the environment. */
export interface TestClusterAddress {
  /** URL of database `postgres` as superuser. */
  readonly superuserUrl: string
  /** URL of database `interlock` as the role `interlock`; its path is replaced for each database. */
  readonly roleUrl: string
  /** Name of the migrated database that fresh ones are copies of. */
  readonly template: string
}

/** Environment variable with the address as JSON. */
export const TEST_CLUSTER_VARIABLE = 'INTERLOCK_TEST_CLUSTER'

/**
 * Opens the cluster that all tests of this checkout share (one run or several at once), with a migrated template,
 * and puts its address into this process's environment, from where workers inherit it. Call once per run, from a
 * global set-up; call the result when the run is over.
 */
export async function startTestCluster(): Promise<() => Promise<void>> {
  const cluster = await openDisposable()
  const template = await ensureTemplate(cluster)
  const address: TestClusterAddress = {
    superuserUrl: cluster.superuserUrl('postgres'),
    roleUrl: cluster.databaseUrl,
    template,
  }
  process.env[TEST_CLUSTER_VARIABLE] = JSON.stringify(address)
  return () => cluster.close()
}

async function openDisposable(): Promise<Cluster> {
  try {
    return await openCluster({ dataDir, durable: false })
  } catch {
    // It runs without fsync: a machine that went down may have spoilt it. Nothing in it is worth mending.
    rmSync(dataDir, { recursive: true, force: true })
    return openCluster({ dataDir, durable: false })
  }
}

async function ensureTemplate(cluster: Cluster): Promise<string> {
  const checksums = readMigrations().map((migration) => migration.name + migration.checksum)
  const template = `template_${createHash('sha256').update(checksums.join()).digest('hex').slice(0, 16)}`
  const client = new pg.Client({ connectionString: cluster.superuserUrl('postgres') })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
    await dropAbandoned(client)
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template])
    if (rowCount === 0) await makeTemplate(client, cluster, template)
  } finally {
    await client.end()
  }
  return template
}

async function makeTemplate(client: pg.Client, cluster: Cluster, template: string): Promise<void> {
  const building = `${template}_new`
  await client.query(`DROP DATABASE IF EXISTS ${building} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${building} OWNER interlock`)
  const url = new URL(cluster.databaseUrl)
  url.pathname = `/${building}`
  await migrate(url.href)
  await client.query(`ALTER DATABASE ${building} RENAME TO ${template}`)
}

/** Databases that a killed run left behind: of tests, nobody connected, and not made just now. */
async function dropAbandoned(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `SELECT datname FROM pg_database d
     WHERE datname ~ '^test_[0-9]+_' AND split_part(datname, '_', 2)::bigint < $1
       AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)`,
    [Date.now() - 60 * 60 * 1000],
  )
  for (const { datname } of rows)
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(datname)}`)
}
