import { mkdirSync, mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { openCluster } from '#bin/setup/postgres/open-cluster.ts'
import { removeCluster } from '#bin/setup/postgres/remove-cluster.ts'
import { migrate } from '#lib/store/migrate.ts'

/** The PostgreSQL of one run: the embedded one, as `npm start` runs it, on files that go with the run. */
export interface BenchDatabase {
  /** A migrated database with nothing in it; the name is made of small letters. */
  readonly create: (name: string) => Promise<string>
  /** The server's version. */
  readonly version: string
  readonly close: () => Promise<void>
}

/**
 * Starts the project's embedded PostgreSQL with durable commits on a directory of its own.
 * @throws Error when the server does not flush each commit: figures without it would mean nothing.
 */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const parent = path.join(os.tmpdir(), 'interlock-bench')
  mkdirSync(parent, { recursive: true })
  const dataDir = mkdtempSync(path.join(parent, 'run-'))
  const cluster = await openCluster({ dataDir, durable: true })
  const superuser = new pg.Client({ connectionString: cluster.superuserUrl('postgres') })
  await superuser.connect()
  for (const setting of ['fsync', 'synchronous_commit']) {
    const { rows } = await superuser.query<Record<string, string>>(`SHOW ${setting}`)
    if (rows[0]?.[setting] !== 'on') throw new Error(`${setting} is off`)
  }
  const { rows } = await superuser.query<{ server_version: string }>('SHOW server_version')
  return {
    create: async (name) => {
      await superuser.query(`CREATE DATABASE ${name} OWNER interlock`)
      const url = new URL(cluster.databaseUrl)
      url.pathname = `/${name}`
      await migrate(url.href)
      return url.href
    },
    version: rows[0]?.server_version ?? 'unknown',
    close: async () => {
      await superuser.end()
      await cluster.close()
      await removeCluster(dataDir)
    },
  }
}
