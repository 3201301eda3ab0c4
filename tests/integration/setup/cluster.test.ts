import { spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCluster, type Cluster } from '#bin/setup/postgres/open-cluster.ts'
import { findPostmaster, isAlive } from '#bin/setup/postgres/postmaster-file.ts'
import { canReach, choosePostgresUser } from '#bin/setup/postgres/postgres-user.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const isRoot = process.getuid?.() === 0
const NOBODY = 65_534
let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'interlock-cluster-'))
  // As root the server runs as another user, who must be able to enter.
  mkdirSync(path.join(dataDir, 'data'))
  dataDir = path.join(dataDir, 'data')
  if (isRoot) chmodSync(path.dirname(dataDir), 0o755)
})

afterEach(async () => {
  const cluster = await open().catch(() => null)
  await cluster?.close()
  rmSync(path.dirname(dataDir), { recursive: true, force: true })
})

describe('a cluster', () => {
  test('keeps its data and port from one start to the next, and runs only while it is used', async () => {
    const first = await open()
    expect(first.how).toBe('created')
    await query(first.databaseUrl, 'CREATE TABLE kept (id int)')
    await first.close()
    expect(findPostmaster(first.place.data)).toBeNull()

    const second = await open()
    expect(second).toMatchObject({ how: 'started', port: first.port })
    await query(second.databaseUrl, 'SELECT FROM kept')
    await second.close()
  })

  test('gives the program a role that is no superuser, with passwords that only the owner can read', async () => {
    const cluster = await open()
    const [row] = await query(
      cluster.databaseUrl,
      `SELECT rolsuper, rolcreatedb, rolcreaterole, datlocprovider, datlocale
       FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`,
    )
    expect(row).toEqual({
      rolsuper: false,
      rolcreatedb: false,
      rolcreaterole: false,
      datlocprovider: 'b',
      datlocale: 'C.UTF-8',
    })
    expect(statSync(path.join(cluster.place.home, 'cluster.json')).mode & 0o777).toBe(0o600)
    expect(statSync(cluster.place.data).mode & 0o077).toBe(0)
    expect(statSync(cluster.place.data).uid).toBe(choosePostgresUser()?.uid ?? process.getuid?.())
    const url = new URL(cluster.databaseUrl)
    url.password = 'wrong'
    await expect(query(url.href, 'SELECT')).rejects.toThrow(/password authentication failed/)
    await cluster.close()
  })

  test('left behind by a killed process is adopted, and stopped by the last who uses it', async () => {
    const starter = await openElsewhere()
    await kill(starter.child)
    const left = findPostmaster(path.join(starter.home, 'run/data'))
    expect(left?.port).toBe(starter.port)

    const one = await open()
    const other = await openElsewhere()
    expect([one.how, other.how]).toEqual(['adopted', 'adopted'])
    await one.close()
    expect(isAlive(left?.pid ?? 0)).toBe(true)
    await endQuietly(other.child)
    expect(isAlive(left?.pid ?? 0)).toBe(false)
  })

  test('is made once when four processes start at the same moment', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => openElsewhere()))
    expect(all.map((one) => one.how).sort()).toEqual(['adopted', 'adopted', 'adopted', 'created'])
    expect(new Set(all.map((one) => one.port)).size).toBe(1)
    await Promise.all(all.map((one) => endQuietly(one.child)))
    expect(findPostmaster(path.join(all[0]?.home ?? '', 'run/data'))).toBeNull()
  })

  test('whose server was killed recovers all that was committed', async () => {
    const first = await open({ durable: true })
    await query(first.databaseUrl, 'CREATE TABLE kept (id int)')
    const lost = new Promise<void>((resolve) => first.onLost(resolve))
    process.kill(findPostmaster(first.place.data)?.pid ?? 0, 'SIGKILL')
    await lost
    await first.close()
    const second = await open()
    expect(second.how).toBe('started')
    await query(second.databaseUrl, 'SELECT FROM kept')
    await second.close()
  })

  test('starts although its process file names a process of another program', async () => {
    const first = await open()
    await first.close()
    const file = path.join(first.place.data, 'postmaster.pid')
    writeFileSync(file, `${process.pid}\n${first.place.data}\n0\n${first.port}\n\n127.0.0.1\n\nready\n`)
    const second = await open()
    expect(second.how).toBe('started')
    await second.close()
  })

  test('takes another port when something else has its own', async () => {
    const first = await open()
    await first.close()
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(first.port, '127.0.0.1', resolve))
    const second = await open()
    expect(second.port).not.toBe(first.port)
    await query(second.databaseUrl, 'SELECT')
    await second.close()
    await new Promise((resolve) => squatter.close(resolve))
  })

  test('is made although an earlier attempt was interrupted', async () => {
    const first = await open()
    await first.close()
    const unfinished = `${first.place.data}.new`
    rmSync(first.place.data, { recursive: true })
    mkdirSync(unfinished)
    writeFileSync(path.join(unfinished, 'PG_VERSION'), '18\n')
    const second = await open()
    expect(second.how).toBe('created')
    expect(existsSync(unfinished)).toBe(false)
    await second.close()
  })

  test('whose passwords are gone is refused with the mend', async () => {
    const first = await open()
    await first.close()
    rmSync(path.join(first.place.home, 'cluster.json'))
    await expect(open()).rejects.toThrow(/is gone\. Restore it, or move/)
  })
})

describe.runIf(isRoot)('as root', () => {
  test('a folder that the database’s user cannot enter is left for one that it can', async () => {
    const closed = path.dirname(dataDir)
    chmodSync(closed, 0o700)
    const cluster = await open()
    expect(cluster.place.elsewhere).toBe(true)
    expect(cluster.place.home).not.toContain(closed)
    await query(cluster.databaseUrl, 'SELECT')
    await cluster.close()
    rmSync(path.dirname(cluster.place.home), { recursive: true })
  })

  const reachable = canReach({ uid: NOBODY, gid: NOBODY }, root, false)
  test.runIf(reachable)('another user without rights runs a cluster of their own', async () => {
    chownSync(dataDir, NOBODY, NOBODY)
    const other = await openElsewhere({ uid: NOBODY, gid: NOBODY })
    expect(other.how).toBe('created')
    expect(other.home.startsWith(dataDir)).toBe(true)
    const pid = findPostmaster(path.join(other.home, 'run/data'))?.pid ?? 0
    expect(statSync(`/proc/${pid}`).uid).toBe(NOBODY)
    await endQuietly(other.child)
    expect(isAlive(pid)).toBe(false)
  })
})

function open({ durable = false } = {}): Promise<Cluster> {
  return openCluster({ dataDir, durable })
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows
  } finally {
    await client.end()
  }
}

interface Elsewhere {
  child: ChildProcess
  how: string
  port: number
  home: string
}

async function openElsewhere(user: { uid: number; gid: number } | null = null): Promise<Elsewhere> {
  const child = spawn(process.execPath, ['tests/support/open-cluster-and-wait.ts', dataDir], {
    ...user,
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()))
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${errors}`)))
  })
  return { child, ...(JSON.parse(line) as Omit<Elsewhere, 'child'>) }
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

async function endQuietly(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.stdin?.end()
  await gone
}
