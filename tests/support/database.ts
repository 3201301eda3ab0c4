import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { TEST_CLUSTER_VARIABLE, type TestClusterAddress } from './test-cluster.ts'

/** A database of a test's own: migrated, empty, and shared with nobody. */
export interface TestDatabase {
  readonly name: string
  /** DATABASE_URL as the role that the program runs as (owner, no superuser). */
  readonly url: string
  /** The same database as superuser, to look behind the program's back. */
  readonly superuserUrl: string
  /** Drops it, with whatever connections are left. */
  drop(): Promise<void>
}

/**
 * Makes a fresh database by copying the migrated template (some 30 ms), on a real PostgreSQL.
 *
 * In vitest it works in every file of the project `integration` (tests/integration), whose global set-up starts
 * the cluster, from any number of workers at once. Drop it in `afterAll` or `afterEach`:
 *
 *     let database: TestDatabase
 *     beforeAll(async () => { database = await createTestDatabase() })
 *     afterAll(() => database.drop())
 *
 * Elsewhere (a Playwright set-up, a script) call `startTestCluster` of test-cluster.ts first. Pass `url` to child
 * processes as DATABASE_URL.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const address = readAddress()
  // The time in the name lets a later run drop what a killed one left.
  const name = `test_${Date.now()}_${randomBytes(6).toString('hex')}`
  await asSuperuser(
    address,
    `CREATE DATABASE ${name} TEMPLATE ${address.template} STRATEGY FILE_COPY OWNER interlock`,
  )
  return {
    name,
    url: withDatabase(address.roleUrl, name),
    superuserUrl: withDatabase(address.superuserUrl, name),
    drop: () => asSuperuser(address, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}

function readAddress(): TestClusterAddress {
  const json = process.env[TEST_CLUSTER_VARIABLE]
  if (!json)
    throw new Error(
      'No test cluster: put the test under tests/integration, or call startTestCluster() first.',
    )
  return JSON.parse(json) as TestClusterAddress
}

async function asSuperuser(address: TestClusterAddress, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address.superuserUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
