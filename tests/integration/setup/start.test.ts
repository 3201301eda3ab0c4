import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureBuilt } from '#bin/setup/ensure-built.ts'
import { freePort } from '#bin/setup/postgres/cluster-settings.ts'
import { findPostmaster, isAlive } from '#bin/setup/postgres/postmaster-file.ts'
import { startInterlock } from '#tests/support/running-interlock.ts'

const root = path.resolve(import.meta.dirname, '../../..')
let dataDir: string

beforeAll(() => ensureBuilt(() => undefined), 15 * 60_000)

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'interlock-start-'))
  chmodSync(dataDir, 0o755)
})

afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('a killed server takes its console along and leaves a database that the next start joins', async () => {
  const port = await freePort()
  const first = await startInterlock(port, { INTERLOCK_DATA_DIR: dataDir })
  // Neither the build nor the generator may count as a change of the sources.
  expect(first.output()).not.toContain('Building the console')
  expect(first.output()).toContain('Created and started embedded PostgreSQL')
  expect((await fetch(first.url)).status).toBeLessThan(500)
  const consoleProcess = childrenOf(first.pid).find((child) => child.command.includes('next-child'))
  const database = findPostmaster(path.join(dataDir, 'pg18/run/data'))
  expect(consoleProcess).toBeDefined()
  await first.kill()
  await until(() => !isAlive(consoleProcess?.pid ?? 0))
  expect(isAlive(database?.pid ?? 0)).toBe(true)
  const secret = readFileSync(path.join(dataDir, 'secret'), 'utf8')

  const second = await startInterlock(port, { INTERLOCK_DATA_DIR: dataDir })
  expect(second.output()).not.toContain('Building the console')
  expect(second.output()).toContain('Joined the running embedded PostgreSQL')
  expect((await fetch(second.url)).status).toBeLessThan(500)
  expect(readFileSync(path.join(dataDir, 'secret'), 'utf8')).toBe(secret)
  expect(await second.stop()).toBe(0)
  expect(isAlive(database?.pid ?? 0)).toBe(false)
  await expect(fetch(second.url)).rejects.toThrow()
})

test('a console that dies is started again under the same port', async () => {
  const server = await startInterlock(await freePort(), { INTERLOCK_DATA_DIR: dataDir })
  const consoleProcess = childrenOf(server.pid).find((child) => child.command.includes('next-child'))
  process.kill(consoleProcess?.pid ?? 0, 'SIGKILL')
  await until(async () => (await fetch(server.url)).status === 503)
  await until(async () => (await fetch(server.url)).status < 500)
  expect(await server.stop()).toBe(0)
})

test('a port that is taken stops the start with a sentence, and nothing stays behind', async () => {
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve))
  const address = squatter.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  await expect(startInterlock(port, { INTERLOCK_DATA_DIR: dataDir })).rejects.toThrow(
    /ended with 3 .*Cannot listen on 127\.0\.0\.1:\d+: something listens there already\. Set PORT or HOST\./s,
  )
  expect(findPostmaster(path.join(dataDir, 'pg18/run/data'))).toBeNull()
  await new Promise((resolve) => squatter.close(resolve))
})

test('a bad setting stops the start with a sentence and code 2', async () => {
  await expect(startInterlock(0, { INTERLOCK_DATA_DIR: dataDir, LOG_LEVEL: 'loud' })).rejects.toThrow(
    /ended with 2 .*LOG_LEVEL must be fatal/s,
  )
})

test('the command line helps in a checkout as it is', () => {
  const { status, stdout } = spawnSync(process.execPath, ['bin/interlock.mjs', '--help'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect([status, stdout.split('\n')[0]]).toEqual([0, 'Usage: interlock [options] [command]'])
})

function childrenOf(parent: number): { pid: number; command: string }[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .filter((match) => Number(match[2]) === parent)
    .map((match) => ({ pid: Number(match[1]), command: match[3] ?? '' }))
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('it did not come to be within 30 s')
    await sleep(50)
  }
}
