import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { AppError } from '#lib/shared/app-error.ts'

/** The advisory lock that Prisma Migrate takes: ours and `prisma migrate deploy` never run at once. */
const PRISMA_LOCK = 72_707_369
/** prisma/migrations of this checkout. */
export const migrationsFolder = path.resolve(import.meta.dirname, '../../prisma/migrations')

interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}
interface AppliedRow {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/**
 * Applies the migrations of `folder` that the database has not had yet, in order of name, each in a transaction,
 * and returns their names. Keeps its record in Prisma's own table with Prisma's checksums, so that
 * `prisma migrate deploy` and this agree on what is done. Safe to call from many processes at once.
 * A migration must not hold BEGIN, COMMIT or what cannot run in a transaction.
 * @throws AppError `unavailable` when an applied migration was edited, failed before, or is unknown here.
 */
export async function migrate(connectionString: string, folder = migrationsFolder): Promise<string[]> {
  const client = new pg.Client({ connectionString, application_name: 'interlock:migrate' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK])
    await client.query(RECORD_TABLE)
    const pending = findPending(readMigrations(folder), await readApplied(client))
    for (const migration of pending) await apply(client, migration)
    return pending.map((migration) => migration.name)
  } finally {
    // The end of the session frees the lock, whatever happened before.
    await client.end()
  }
}

/**
 * Names of the migrations of `folder` that the database lacks; all of them on a database that never had one.
 * @throws AppError `unavailable` as `migrate` does.
 */
export async function pendingMigrations(
  client: pg.ClientBase | pg.Pool,
  folder = migrationsFolder,
): Promise<string[]> {
  const { rows } = await client.query<{ present: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`,
  )
  const applied = rows[0]?.present ? await readApplied(client) : []
  return findPending(readMigrations(folder), applied).map((migration) => migration.name)
}

/** The migrations of `folder`, in the order in which they apply. */
export function readMigrations(folder = migrationsFolder): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

function findPending(migrations: Migration[], applied: AppliedRow[]): Migration[] {
  const known = new Set(migrations.map((migration) => migration.name))
  for (const row of applied) {
    if (!row.finished_at)
      refuse(
        `migration ${row.migration_name} failed before; finish or roll it back by hand, then mark it in _prisma_migrations`,
      )
    if (!known.has(row.migration_name))
      refuse(
        `the database has migration ${row.migration_name}, which this version does not know; run a newer version`,
      )
  }
  return migrations.filter((migration) => {
    const row = applied.find((candidate) => candidate.migration_name === migration.name)
    if (row && row.checksum !== migration.checksum) {
      refuse(
        `migration ${migration.name} was edited after it was applied; restore its text and write a new one`,
      )
    }
    return !row
  })
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const startedAt = new Date()
  await client.query('BEGIN')
  try {
    await client.query(migration.sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, $5, 1)`,
      [randomUUID(), migration.checksum, migration.name, startedAt, new Date()],
    )
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined)
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('unavailable', `Migration ${migration.name} failed and was undone: ${reason}`, {
      cause,
    })
  }
}

async function readApplied(client: pg.ClientBase | pg.Pool): Promise<AppliedRow[]> {
  const { rows } = await client.query<AppliedRow>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  return rows
}

function refuse(reason: string): never {
  throw new AppError('unavailable', `The database cannot be migrated: ${reason}.`)
}

/** As Prisma Migrate makes it. */
const RECORD_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`
