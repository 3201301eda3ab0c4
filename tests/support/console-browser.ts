import { expect, type BrowserContext, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { presets } from '#lib/engine/policy/presets.ts'
import { createAccount } from '#lib/services/accounts/create-account.ts'
import { createKey } from '#lib/services/keys/create-key.ts'
import { watchConsole } from './page-checks.ts'
import { served, test as base, testLead } from './served-interlock.ts'

interface ConsoleFixtures {
  /** A page of the signed-in first lead; a console error or an uncaught error in it fails the test. */
  readonly desk: Page
}

interface WorkerFixtures {
  /** The first lead's cookies: signed in once by the form, since signing in too often is refused. */
  readonly session: Session
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>

/** Browser tests of the console. */
export const test = base.extend<ConsoleFixtures, WorkerFixtures>({
  session: [
    async ({ browser, interlock }, provide) => {
      const context = await browser.newContext({ baseURL: interlock.url })
      await signIn(await context.newPage())
      await provide(await context.storageState())
      await context.close()
    },
    { scope: 'worker' },
  ],
  storageState: async ({ session }, provide) => provide(session),
  desk: async ({ page }, provide) => {
    const errors = watchConsole(page, ['error'])
    await page.goto('/')
    await expectLive(page)
    await provide(page)
    expect(errors(), 'the browser reported errors').toEqual([])
  },
})

/** Signs in by the form, as a person does. */
async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(testLead.email)
  await page.getByLabel('Password').fill(testLead.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === '/')
}

async function expectLive(page: Page): Promise<void> {
  await expect(page.locator('.live')).toHaveAttribute('data-state', 'live')
}

/** An account of the test's own, and an agent with a key to act on it. */
export interface ProtectedAccount {
  readonly accountId: string
  readonly handle: string
  /** Asks the gate for so many edits, one after the other; answers the verdicts. */
  ask(count: number): Promise<string[]>
  /** Asks the gate for one action of a type. */
  askFor(type: string, parameters: object): Promise<Asked>
  /** Sends samples of posts as the platform's reader would; every one must be accepted. */
  reportMetrics(samples: readonly MetricReport[]): Promise<void>
  /** Calls the gate on an action that was asked for: its state, or its claim. */
  call(actionId: string, step: '' | '/claim'): Promise<{ readonly state?: string; readonly code?: string }>
}

/** One reading of a post's counters. */
export interface MetricReport {
  readonly postId: string
  readonly platform: string
  readonly title?: string
  readonly minutesAgo: number
  readonly impressions: number
  readonly engagements: number
}

/** What the gate answers: a decision, or a problem with its status. */
interface Asked {
  readonly verdict?: string
  readonly actionId?: string
  readonly status?: number
}

/** Creates an account under `standard`, with a name that no other test has. */
export async function protectAccount(word: string): Promise<ProtectedAccount> {
  const accountId = `${word}-${randomUUID().slice(0, 8)}`
  const { url, runtime } = served()
  await createAccount(runtime, { accountId, policy: presets.standard })
  const key = { agentId: `${word}-agent`, accountIds: [accountId], expiresAtMs: null }
  const { token: secret } = await createKey(runtime, key)
  const askFor = async (type: string, parameters: object) => {
    const response = await fetch(`${url}/api/v1/actions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        accountId,
        actionId: randomUUID(),
        type,
        target: { id: `p-${Math.floor(Math.random() * 3)}` },
        parameters,
      }),
    })
    return (await response.json()) as Asked
  }
  return {
    accountId,
    handle: `@${accountId}`,
    askFor,
    reportMetrics: async (samples) => {
      const body = samples.map(({ minutesAgo, ...sample }) => ({
        ...sample,
        accountId,
        capturedAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
      }))
      const response = await fetch(`${url}/api/v1/posts/metrics`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      const { refused } = (await response.json()) as { refused?: number }
      expect(refused, `HTTP ${response.status}`).toBe(0)
    },
    call: async (actionId, step) => {
      const path = `/api/v1/actions/${accountId}/${actionId}${step}`
      const response = await fetch(`${url}${path}`, {
        method: step === '' ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        ...(step !== '' && { body: '{}' }),
      })
      return (await response.json()) as { state?: string; code?: string }
    },
    ask: async (count) => {
      const verdicts: string[] = []
      for (let index = 0; index < count; index += 1) {
        const asked = await askFor('edit', { caption: 'tried' })
        verdicts.push(asked.verdict ?? `HTTP ${asked.status ?? ''}`)
      }
      return verdicts
    },
  }
}

/** An account that its agent has run into a lockout, with some attempts refused since. */
export async function lockedAccount(word: string): Promise<ProtectedAccount> {
  const account = await protectAccount(word)
  let verdicts: string[] = []
  // A machine under load may answer that it cannot decide; such an attempt is none.
  while (verdicts.filter((each) => !each.startsWith('HTTP')).length < 18)
    verdicts = [...verdicts, ...(await account.ask(3))]
  return account
}

/** Opens the lockout of an account from its page. */
export async function openLockout(page: Page, account: ProtectedAccount): Promise<void> {
  await page.goto(`/accounts/${account.accountId}`)
  await page.getByRole('link', { name: 'Open the lockout' }).click()
  await expect(page.getByRole('heading', { name: 'Decide' })).toBeVisible()
}
