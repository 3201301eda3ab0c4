import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { removeAbandonedDemos } from '#bin/demo/demo-folder.ts'
import { openCluster } from '#bin/setup/postgres/open-cluster.ts'
import { accountGuardSchema } from '#lib/contracts/api/account-guard.ts'
import { recoveryFilterSchema } from '#lib/contracts/recovery-filter.ts'
import { createConsoleContext } from '#lib/services/console/console-context.ts'
import { readRecovery } from '#lib/services/console/read-recovery.ts'
import { readRecoveryPosts } from '#lib/services/console/read-recovery-posts.ts'
import { readComparison } from '#lib/services/recovery/read-comparison.ts'
import { openDatabase } from '#lib/store/database.ts'
import { aliveOf, descendantsOf } from '#tests/support/process-tree.ts'

const root = path.resolve(import.meta.dirname, '../../..')
/** The console may have to be built first. */
const startMs = 300_000
const lockoutMs = 120_000
/** The live posts' answers are looked up two minutes after they were lost. */
const liveMs = 300_000
const stopMs = 30_000

let demo: Demo | null = null
afterEach(async () => {
  demo?.process.kill('SIGKILL')
  await waitFor('what is left of the demo', stopMs, () => aliveOf(demo?.below ?? []).length <= 1)
  await removeAbandonedDemos()
  demo = null
})

test(
  'The runaway agent is locked out, recovery shows every state, and Ctrl-C leaves nothing behind',
  { timeout: 780_000 },
  async () => {
    demo = await startDemo()
    expect(demo.screen).toMatch(/ana@demo\.example +demo-[0-9a-f]{12}/)
    expect(demo.screen).toMatch(/ben@demo\.example +demo-[0-9a-f]{12}/)
    expect(await guardOf(demo, 'epicweb-dev/epic-stack')).toMatchObject({
      lockout: { cause: 'velocity_tier_3' },
      policy: { name: 'standard' },
    })
    const running = demo
    await waitFor('the lockout', lockoutMs, async () => (await guardOf(running, 'nordlicht-radio')).lockout)
    expect((await guardOf(demo, 'harbour-coffee')).tier).toBe('none')
    await expectRecovery(running)

    demo.below = descendantsOf(demo.pid)
    expect(demo.below.length).toBeGreaterThan(3)
    const { port } = new URL(demo.url)
    demo.process.kill('SIGINT')
    const [code] = (await once(demo.process, 'exit')) as [number | null]
    expect(code).toBe(0)
    expect(aliveOf(demo.below)).toEqual([])
    expect(foldersOf(demo)).toEqual([])
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
  },
)

test('What a killed demo leaves behind goes with the next one', { timeout: 480_000 }, async () => {
  demo = await startDemo()
  demo.below = descendantsOf(demo.pid)
  demo.process.kill('SIGKILL')
  await once(demo.process, 'exit')
  const [folder] = foldersOf(demo)
  expect(folder).toBeDefined()

  await removeAbandonedDemos()
  const { below } = demo
  await waitFor('the end of its processes', stopMs, () => aliveOf(below).length === 0)
  expect(existsSync(folder ?? '')).toBe(false)
})

/** Every way that an attempt can end, every way that a post can stand, and outcomes of both arms. */
async function expectRecovery(running: Demo): Promise<void> {
  const { database, close } = await openDemoDatabase(running)
  try {
    const context = createConsoleContext(database, Date.now)
    const view = await readRecovery(context)
    expect(view.postCount).toBe(148)
    expect(Object.keys(view.standings)).toEqual(
      expect.arrayContaining([
        ...['eligible', 'held_out', 'paused', 'healthy', 'insufficient_exposure', 'exhausted'],
      ]),
    )
    expect(view.unsettled).toMatchObject([{ postId: 'lighthouse-tour' }])
    const comparison = await readComparison(context)
    expect(comparison.treated.posts).toBeGreaterThan(comparison.neededPosts)
    expect(comparison.heldOut.posts).toBeGreaterThan(comparison.neededPosts)
    const shown = async (q: string) => {
      const { posts } = await readRecoveryPosts(context, recoveryFilterSchema.parse({ q }))
      return posts.map(({ connector, standing, action }) => [
        connector,
        standing,
        action?.status,
        action?.verdict,
      ])
    }
    expect(await shown('night-ferry')).toEqual([['recorded', 'healthy', 'succeeded', 'improved']])
    expect(await shown('winter-dates')).toMatchObject([['recorded', 'exhausted', 'succeeded', 'worse']])
    expect(await shown('crew-diary')).toMatchObject([['recorded', 'exhausted', 'exhausted', null]])
    expect(await shown('lost-property')).toMatchObject([
      ['recorded', 'paused', 'succeeded', 'no_clear_change'],
    ])
    expect(await shown('pier-concert')).toMatchObject([['recorded', 'held_out', undefined, undefined]])
    const causes = await database.reads.query<{ cause: string }>('SELECT DISTINCT cause FROM recovery_step')
    expect(causes.rows.map(({ cause }) => cause)).toEqual(
      expect.arrayContaining([
        ...['rate_limit', 'service_unavailable', 'forbidden', 'timeout'],
        ...['absent_on_platform', 'found_on_platform'],
      ]),
    )
    // By the worker of the running demo: refused and tried again, or found two minutes after the answer was lost.
    await waitFor('the live posts', liveMs, async () => {
      const statuses = await Promise.all(['quiz-night', 'dock-cats', 'fog-signals'].map(shown))
      return statuses.every(([post]) => post?.[2] === 'succeeded')
    })
  } finally {
    await close()
  }
}

interface Demo {
  readonly process: ChildProcess
  readonly pid: number
  readonly screen: string
  readonly url: string
  readonly key: string
  below: readonly number[]
}

async function startDemo(): Promise<Demo> {
  const child = spawn(process.execPath, ['bin/demo.mjs', '--speed', '20'], {
    cwd: root,
    env: { ...process.env, PORT: '0', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let screen = ''
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await waitFor('the demo', startMs, () => {
    if (child.exitCode !== null) throw new Error(`the demo ended with ${String(child.exitCode)}:\n${said}`)
    return screen.includes('Ctrl-C stops')
  })
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(screen)?.[0] ?? ''
  const key = /ilk_[0-9a-f_]+/.exec(screen)?.[0] ?? ''
  return { process: child, pid: child.pid ?? 0, screen, url, key, below: [] }
}

async function guardOf({ url, key }: Demo, accountId: string) {
  const response = await fetch(`${url}/api/v1/accounts/${encodeURIComponent(accountId)}/guard`, {
    headers: { Authorization: `Bearer ${key}` },
  })
  return accountGuardSchema.parse(await response.json())
}

/** Joins the demo's own database, as every process of it does. */
async function openDemoDatabase(running: Demo) {
  const [dataDir = ''] = foldersOf(running)
  const cluster = await openCluster({ dataDir, durable: true })
  const database = openDatabase(cluster.databaseUrl)
  const close = async () => {
    await database.close()
    await cluster.close()
  }
  return { database, close }
}

function foldersOf({ pid }: Demo): readonly string[] {
  return globSync(path.join(root, '.interlock', `demo-${pid}-*`))
}

/** Waits until `isThere` gives something; a generous limit, so that only a hang fails it. */
async function waitFor(what: string, limitMs: number, isThere: () => unknown): Promise<void> {
  const deadline = performance.now() + limitMs
  while (!(await isThere())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${limitMs / 1000} s`)
    await sleep(100)
  }
}
