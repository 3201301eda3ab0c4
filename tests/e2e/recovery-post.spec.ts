import { expect, type Locator, type Page } from '@playwright/test'
import { presets } from '#lib/engine/policy/presets.ts'
import { assignPolicy } from '#lib/services/accounts/assign-policy.ts'
import { protectAccount, test, type ProtectedAccount } from '#tests/support/console-browser.ts'
import { expectAccessible, expectNoSidewaysScroll } from '#tests/support/page-checks.ts'
import { type PlatformStub, startPlatformStub, stubSecret } from '#tests/support/platform-stub.ts'
import { served } from '#tests/support/served-interlock.ts'
import { openStoryStage, type StoryStage } from '#tests/support/story-stage.ts'

let stage: StoryStage
let stub: PlatformStub
test.beforeAll(async () => {
  stage = openStoryStage()
  stub = await startPlatformStub()
})
test.afterAll(() => stub.child.kill())

/** Connects an account to the stub's webhook; `careless` cannot look a key up. */
async function connect({ accountId }: ProtectedAccount, kind: 'webhook' | 'careless'): Promise<void> {
  const credential = { url: `${stub.url}/${kind}`, secret: stubSecret, lookUp: kind === 'webhook' }
  const connection = { accountId, platform: 'hook', connector: 'webhook', credential }
  await served().command(['connections', 'add', '-'], JSON.stringify(connection))
}

const post = { postId: 'post-1', platform: 'hook', title: 'Cold-smoked trout, three ways' }

/** 600 new impressions and nothing else in the last hour: it asks for a thread. */
async function stagnate(account: ProtectedAccount): Promise<void> {
  await account.reportMetrics(
    [60, 30, 0].map((minutesAgo) => ({
      ...post,
      minutesAgo,
      impressions: 5000 - minutesAgo * 10,
      engagements: 9,
    })),
  )
}

async function openPost(page: Page, { accountId }: ProtectedAccount): Promise<void> {
  const found = await stage.runtime.database.prisma.post.findFirstOrThrow({ where: { accountId } })
  await page.goto(`/recovery/${String(found.no)}`)
}

const title = (page: Page) => page.getByRole('heading', { level: 1 })
const panel = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const attempts = (page: Page) => panel(page, 'Attempts')

/** The row that says this; which of its cells are shown depends on the width. */
const row = (inside: Locator, text: string) => inside.getByRole('row').filter({ hasText: text })

async function expectWellMade(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page)
  }
  await page.emulateMedia({ colorScheme: null })
  const size = page.viewportSize()
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 800 })
    await expectNoSidewaysScroll(page)
  }
  if (size !== null) await page.setViewportSize(size)
}

/** Shows what has come since, when it waits to be shown. */
async function showNew(page: Page): Promise<void> {
  for (const waiting of await page.getByRole('button', { name: /new: show$/ }).all()) await waiting.click()
}

test('a lost answer is looked up before anything else, and what the action came to is measured', async ({
  desk,
  isMobile,
}) => {
  test.skip(isMobile, 'the worker waits two minutes before it asks a platform; once is enough')
  test.setTimeout(400_000)
  const account = await protectAccount('lookup')
  await connect(account, 'webhook')
  await stub.fates('drop_after')
  await stagnate(account)
  await openPost(desk, account)
  await expect(title(desk)).toHaveText(
    '“Cold-smoked trout, three ways” waits: the answer to the thread was lost, and the platform is asked',
  )
  await desk.reload()
  await expect(attempts(desk).getByRole('row', { name: /thread 1 unknown/ })).toContainText(
    'network_error after the request may have left; looked up by key before any retry',
  )
  await expectWellMade(desk)

  await desk.keyboard.press('t')
  const twin = desk.getByRole('region', { name: 'Engagement as a table' })
  await expect(twin.getByRole('row').nth(1)).toContainText('600')
  await expect(desk).toHaveURL(/table=true/)
  await desk.keyboard.press('t')
  await expect(twin).toHaveCount(0)
  await desk.getByRole('button', { name: '7 d', exact: true }).click()
  await expect(desk).toHaveURL(/range=7d/)

  // Enter belongs to the button that has the focus.
  await title(desk).click()
  await desk.keyboard.press('j')
  await desk.keyboard.press('Enter')
  const sheet = desk.getByRole('dialog', { name: 'What the evaluation looked at' })
  await expect(sheet.getByRole('row').filter({ hasText: /5\s000/ })).toHaveCount(1)
  await expect(desk).toHaveURL(/evaluation=\d+/)
  await expectAccessible(desk)
  await desk.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await expect(desk).not.toHaveURL(/evaluation=/)

  await expect(title(desk)).not.toContainText('was lost', { timeout: 240_000 })
  await showNew(desk)
  await expect(row(attempts(desk), 'by look-up: found as ref:sheal_')).toContainText('succeeded')
  expect(Object.values(await stub.effects())).toStrictEqual([1])

  const outcome = panel(desk, 'Outcome of each action')
  await expect(outcome).toContainText('0 of 600 impressions since')
  await account.reportMetrics([{ ...post, minutesAgo: 0, impressions: 5700, engagements: 90 }])
  await expect(outcome).toContainText('Improved', { timeout: 90_000 })
  await expect(outcome).toContainText('81 of 700, 11.6 %')
  await expect(title(desk)).toHaveText('“Cold-smoked trout, three ways” recovered after one thread', {
    timeout: 90_000,
  })
})

test('what waits is called off, the post is evaluated, paused and resumed by a reviewer', async ({
  desk,
}) => {
  const account = await protectAccount('acts')
  await assignPolicy(stage.runtime, account.accountId, {
    ...presets.standard,
    name: 'all held',
    constraints: presets.standard.constraints.map((each) => ({ ...each, approvalRequired: true })),
  })
  await connect(account, 'webhook')
  await stagnate(account)
  await openPost(desk, account)
  await expect(title(desk)).toContainText('stagnates: a thread is planned')
  await expect(async () => {
    await showNew(desk)
    await expect(row(attempts(desk), 'the approval')).toContainText('held', { timeout: 1000 })
  }).toPass()

  const waiting = panel(desk, 'Waits to be dispatched')
  await waiting.getByRole('button', { name: 'Cancel the thread…' }).click()
  const cancel = desk.getByRole('alertdialog', { name: 'Cancel the thread?' })
  await cancel.getByRole('button', { name: 'Cancel the thread' }).click()
  await expect(cancel).toContainText('Write why it is called off')
  await cancel.getByLabel('Why it is called off').fill('Off-brand')
  await cancel.getByRole('button', { name: 'Cancel the thread' }).click()
  await expect(desk.getByRole('status').filter({ hasText: 'The thread is called off' })).toBeVisible()
  await expect(row(attempts(desk), 'called it off: “Off-brand”')).toContainText('called off')
  await expect(waiting).toHaveCount(0)

  await desk.getByRole('button', { name: 'Evaluate now' }).click()
  await expect(desk.getByRole('status').filter({ hasText: 'Evaluated: an action is planned' })).toBeVisible()
  await expect(waiting).toContainText('thread planned')

  await desk.getByRole('button', { name: 'Pause recovery of this post…' }).click()
  const pause = desk.getByRole('alertdialog', { name: 'Pause recovery of this post?' })
  await expect(pause).toContainText('What waits is called off: the thread.')
  await pause.getByLabel('Why it is paused').fill('The author rewrites it')
  await pause.getByRole('button', { name: 'Pause recovery' }).click()
  await expect(title(desk)).toContainText('is paused by')
  await expect(desk.getByText('No evaluation while paused')).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Evaluate now' })).toHaveCount(0)
  await expectWellMade(desk)
  await desk.getByRole('button', { name: 'Undo' }).click()
  await expect(title(desk)).toContainText('stagnates')
  await expect(desk.getByRole('button', { name: 'Evaluate now' })).toBeVisible()
  await expect(waiting).toContainText('thread planned')
})

test('a person settles on the post’s page what its platform could not tell; a viewer only reads who could', async ({
  desk,
  browser,
}, { project }) => {
  const account = await protectAccount('settled')
  await connect(account, 'careless')
  await stub.fates('drop_after')
  await stagnate(account)
  await openPost(desk, account)
  await expect(title(desk)).toHaveText(
    '“Cold-smoked trout, three ways” needs a person: nobody knows whether the thread was published',
  )
  const vic = await stage.addMember(`Vic-post-${project.name}`, 'viewer')
  const other = await browser.newContext({
    baseURL: stage.baseUrl,
    storageState: { cookies: [], origins: [] },
  })
  const reader = await other.newPage()
  await reader.goto(new URL(desk.url()).pathname)
  await reader.getByLabel('E-mail address').fill(vic.email)
  await reader.getByLabel('Password').fill(vic.password)
  await reader.getByRole('button', { name: 'Sign in' }).click()
  await expect(reader.getByText('Any reviewer or lead can settle it.')).toBeVisible()
  await expect(reader.getByRole('button', { name: /Evaluate now|Pause|It happened/ })).toHaveCount(0)
  await other.close()

  const person = panel(desk, 'Needs a person')
  await expectAccessible(desk)
  await person.getByRole('button', { name: 'It happened' }).click()
  await expect(person).toContainText('Write what you found')
  await person.getByRole('textbox').fill('The thread stands on the platform.')
  await person.getByRole('button', { name: 'It happened' }).click()
  await expect(person).toHaveCount(0)
  await expect(
    row(attempts(desk), 'found that it happened: “The thread stands on the platform.”'),
  ).toContainText('succeeded')
})

test('Esc leads back to the list with its filter; a post that is not there leads to the not-found page', async ({
  desk,
  isMobile,
}) => {
  const account = await protectAccount('found')
  await stagnate(account)
  await desk.goto(`/recovery?q=${account.accountId}`)
  await desk.getByRole('link', { name: post.title }).click()
  await expect(desk.getByRole('main').getByText('not connected: nothing can be done')).toBeVisible()
  await expect(desk).toHaveURL(/\/recovery\/\d+$/)
  if (!isMobile) {
    await desk.keyboard.press('Escape')
    await expect(desk).toHaveURL(new RegExp(`/recovery\\?q=${account.accountId}$`))
  }
  await desk.goto('/recovery/999999999')
  await expect(desk.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
})

test('evaluations older than those that the page lists are a page away, and the way back too', async ({
  desk,
}) => {
  const account = await protectAccount('paged')
  await stagnate(account)
  await openPost(desk, account)
  const postNo = /\d+$/.exec(new URL(desk.url()).pathname)?.[0]
  await stage.runtime.database.reads.query(
    `INSERT INTO evaluation (post_no, evaluated_at, eligible, reason, inputs)
     SELECT $1, now() - n * interval '15 minutes', false, CASE WHEN n <= 320 THEN 'stop_order' ELSE 'healthy' END,
        '{"stagnation": null, "blocks": [], "sampleCount": 0, "policyVersion": null}'
     FROM generate_series(1, 330) AS n`,
    [postNo],
  )
  await desk.reload()
  const evaluations = panel(desk, 'Evaluations')
  await expect(evaluations.getByRole('button', { name: 'Newest', exact: true })).toHaveCount(0)
  await expect(row(evaluations, 'healthy')).toHaveCount(0)
  await evaluations.getByRole('button', { name: 'Older', exact: true }).click()
  await expect(row(evaluations, 'healthy')).toHaveCount(1)
  await expect(evaluations.getByRole('button', { name: 'Older', exact: true })).toHaveCount(0)
  await expect(desk).toHaveURL(/before=\d+/)
  await expectWellMade(desk)
  await desk.reload()
  await expect(row(evaluations, 'healthy')).toHaveCount(1)
  await evaluations.getByRole('button', { name: 'Newest', exact: true }).click()
  await expect(row(evaluations, 'healthy')).toHaveCount(0)
  await expect(desk).not.toHaveURL(/before=/)
})
