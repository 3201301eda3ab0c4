import { type Page, test as base } from '@playwright/test'
import { randomBytes } from 'node:crypto'
import { freePort } from '#bin/setup/postgres/cluster-settings.ts'
import { createRuntime, type Runtime } from '#lib/services/runtime.ts'
import { createTestDatabase } from './database.ts'
import { runInterlock } from './run-interlock.ts'
import { startInterlock } from './running-interlock.ts'

/** The first lead of each program that the browser tests use. */
export const testLead = { email: 'lead@example.org', password: 'a password for tests only' } as const

/** The whole program on a fresh database, one for each worker of the browser tests. */
export interface ServedInterlock {
  readonly url: string
  /** On the same database, for what a browser cannot do: setting up, looking behind, letting time pass. */
  readonly runtime: Runtime
  /** Runs a command line on the same database; answers its standard output, and throws when it fails. */
  command(args: readonly string[], stdin?: string): Promise<string>
}

let current: ServedInterlock | null = null

/** The program of this worker; there from the first `beforeAll` on in every file that uses `test` of this file. */
export function served(): ServedInterlock {
  if (current === null) throw new Error('No program is served: use `test` of served-interlock.ts.')
  return current
}

/** Browser tests on a program of their worker's own, so that two files at once never meet. */
export const test = base.extend<object, { interlock: ServedInterlock }>({
  interlock: [
    async ({}, provide) => {
      const { interlock, end } = await serve()
      current = interlock
      await provide(interlock)
      current = null
      await end()
    },
    { scope: 'worker', auto: true, timeout: 180_000 },
  ],
  baseURL: async ({ interlock }, provide) => provide(interlock.url),
  page: async ({ page }, provide) => {
    openWhole(page)
    await provide(page)
  },
})

async function serve(): Promise<{ interlock: ServedInterlock; end: () => Promise<void> }> {
  const database = await createTestDatabase()
  const port = await freePort()
  const settings = {
    DATABASE_URL: database.url,
    INTERLOCK_SECRET: randomBytes(32).toString('hex'),
  }
  const program = await startInterlock(port, {
    ...settings,
    INTERLOCK_BASE_URL: `http://127.0.0.1:${port}`,
    INTERLOCK_BOOTSTRAP_LEAD: `${testLead.email}:${testLead.password}`,
    LOG_LEVEL: 'warn',
  })
  const runtime = createRuntime({ databaseUrl: database.url })
  const command = async (args: readonly string[], stdin = '') => {
    const { code, out, err } = await runInterlock(args, { env: settings, stdin })
    if (code !== 0) throw new Error(`interlock ${args.join(' ')} ended with ${String(code)}: ${err}`)
    return out
  }
  const end = async () => {
    await runtime.close()
    await program.stop()
    await database.drop()
  }
  return { interlock: { url: program.url, runtime, command }, end }
}

/**
 * Lets `goto` and `reload` of a page wait until no part that the server streamed lies hidden beside what the browser
 * drew in its place: for some frames both are in the document, and a locator would find two of everything.
 */
function openWhole(page: Page): void {
  const streamed = page.locator('[hidden][id^="S:"]').first()
  // A page that ends as not found may keep its part for good; it has nothing that a locator could take it for.
  const isWhole = () => streamed.waitFor({ state: 'detached', timeout: 5000 }).catch(() => undefined)
  const goto = page.goto.bind(page)
  page.goto = async (...args) => {
    const response = await goto(...args)
    await isWhole()
    return response
  }
  const reload = page.reload.bind(page)
  page.reload = async (...args) => {
    const response = await reload(...args)
    await isWhole()
    return response
  }
}
