// `npm run migration -- NAME`: writes the SQL by which prisma/migrations catches up with prisma/schema, on a scratch
// database. Read it, and add what Prisma cannot say (triggers, checks, rights) by hand.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import pg from 'pg'
import { AppError } from '#lib/shared/app-error.ts'
import { openCluster } from '../setup/postgres/open-cluster.ts'
import { runEntry } from '../setup/run-entry.ts'
import { root } from '../setup/run-tool.ts'

const SCRATCH = 'author'

runEntry(async () => {
  const name = process.argv[2]
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new AppError(
      'invalid_request',
      'Give the migration a name in snake_case: npm run migration -- add_reviews',
    )
  }
  const cluster = await openCluster({ dataDir: path.join(root, '.interlock/author'), durable: false })
  try {
    await remake(cluster.superuserUrl('postgres'))
    const prisma = path.join(root, 'node_modules/prisma/build/index.js')
    const { status } = spawnSync(
      process.execPath,
      [prisma, 'migrate', 'dev', '--create-only', '--name', name],
      {
        cwd: root,
        env: { ...process.env, DATABASE_URL: cluster.superuserUrl(SCRATCH) },
        // Prisma asks questions of a terminal; without one it says what it would have asked.
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    )
    process.exitCode = status ?? 1
  } finally {
    await cluster.close()
  }
})

async function remake(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`DROP DATABASE IF EXISTS ${SCRATCH} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${SCRATCH}`)
  await client.end()
}
