import { randomBytes } from 'node:crypto'
import { freePort } from '#bin/setup/postgres/cluster-settings.ts'
import { createTestDatabase } from './database.ts'
import { startInterlock } from './running-interlock.ts'
import { startTestCluster } from './test-cluster.ts'

/** The first lead of the browser tests' database. */
export const testLead = { email: 'lead@example.org', password: 'a password for tests only' } as const

/**
 * Playwright's global set-up: a fresh database and the whole program on it. Tests find the address in
 * INTERLOCK_TEST_URL (also Playwright's `baseURL`) and the database in INTERLOCK_TEST_DATABASE_URL (its secret in
 * INTERLOCK_TEST_SECRET), and sign in
 * as `testLead`.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const closeCluster = await startTestCluster()
  const database = await createTestDatabase()
  const port = await freePort()
  const secret = randomBytes(32).toString('hex')
  const interlock = await startInterlock(port, {
    DATABASE_URL: database.url,
    INTERLOCK_SECRET: secret,
    INTERLOCK_BASE_URL: `http://127.0.0.1:${port}`,
    INTERLOCK_BOOTSTRAP_LEAD: `${testLead.email}:${testLead.password}`,
    LOG_LEVEL: 'warn',
  })
  process.env.INTERLOCK_TEST_URL = interlock.url
  process.env.INTERLOCK_TEST_DATABASE_URL = database.url
  process.env.INTERLOCK_TEST_SECRET = secret
  return async () => {
    await interlock.stop()
    await database.drop()
    await closeCluster()
  }
}
