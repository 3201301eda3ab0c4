import { spawnSync } from 'node:child_process'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate, pendingMigrations, readMigrations } from '#lib/store/migrate.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

const root = path.resolve(import.meta.dirname, '../..')
/** Indexes that sort by NULLS LAST, which the schema language has no word for. */
const beyondPrisma = ['post_state_idx']
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('the migrations make what the Prisma schema says', () => {
  const { stdout } = prisma(
    'migrate',
    'diff',
    '--from-config-datasource',
    '--to-schema',
    'prisma/schema',
    '--script',
    '--exit-code',
  )
  const statements = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('--'))
  expect(statements.toSorted()).toEqual(beyondPrisma.map((index) => `DROP INDEX "${index}";`))
})

test('Prisma’s own deploy finds nothing left to do', () => {
  const { status, stdout } = prisma('migrate', 'deploy')
  expect(stdout).toContain('No pending migrations to apply')
  expect(status).toBe(0)
})

test('a migrated database has nothing pending, and many starts at once do not disturb it', async () => {
  expect(await Promise.all([1, 2, 3, 4].map(() => migrate(database.url)))).toEqual([[], [], [], []])
  await withClient(async (client) => expect(await pendingMigrations(client)).toEqual([]))
})

test.each<[string, string, RegExp]>([
  [
    'edited after it was applied',
    `UPDATE _prisma_migrations SET checksum = 'x' WHERE migration_name = $1`,
    /was edited after/,
  ],
  [
    'that failed before',
    `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = $1`,
    /failed before/,
  ],
  [
    'that this version does not know',
    `UPDATE _prisma_migrations SET migration_name = $1 || '_newer'`,
    /run a newer version/,
  ],
])('a migration %s is refused', async (_name, statement, sentence) => {
  const own = await createTestDatabase()
  const client = new pg.Client({ connectionString: own.url })
  await client.connect()
  await client.query(statement, [readMigrations()[0]?.name])
  await client.end()
  await expect(migrate(own.url)).rejects.toThrow(sentence)
  await own.drop()
})

function prisma(...args: string[]) {
  return spawnSync(process.execPath, ['node_modules/prisma/build/index.js', ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: database.superuserUrl, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function withClient(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
