import { expect, type Locator, type Page } from '@playwright/test'
import { expectAccessible, watchConsole } from '#tests/support/page-checks.ts'
import { test, testLead } from '#tests/support/served-interlock.ts'
import { openStoryStage, type StoryAccount, type StoryStage } from '#tests/support/story-stage.ts'

let stage: StoryStage
test.beforeAll(() => {
  stage = openStoryStage()
})

test('a runaway agent is watched, locked out, read about and reset', async ({ page }, { project }) => {
  // The agents are quiet only when a whole window of a minute has passed.
  test.setTimeout(240_000)
  const complaints = watchConsole(page)
  const account = await stage.openAccount(`northwind.${project.name}`)

  await test.step('sign in, and be led back', () => signInOnTheWayTo(page, account))
  await test.step('watch each line being crossed, without a reload', () => watchLines(page, account))
  await test.step('open the lockout and its brief', () => openBrief(page))
  await test.step('be refused for each condition that is missing', () => meetEachCondition(page, account))
  await test.step('be refused by the server when the page is behind', () => refusedByServer(page))
  await test.step('reset, and see the count start afresh', () => resetAndStartAfresh(page, account))
  expect(complaints()).toEqual([])
})

async function signInOnTheWayTo(page: Page, { accountId, handle }: StoryAccount): Promise<void> {
  await page.goto(`/accounts/${accountId}?range=1h`)
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await expectAccessible(page)
  await page.getByLabel('E-mail address').fill(testLead.email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toHaveText(
    'E-mail address and password do not belong together.',
  )
  await page.getByLabel('Password').fill(testLead.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`/accounts/${accountId}?range=1h`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(handle)
}

/** The lines are at 4, 6 and 8 actions in a minute. */
async function watchLines(page: Page, account: StoryAccount): Promise<void> {
  await page.evaluate(() => Object.assign(window, { isSamePage: true }))
  const title = page.getByRole('heading', { level: 1 })
  await expect(title).toContainText('No tier')
  await account.act(4)
  await expect(title).toContainText('Tier 1')
  await account.act(2)
  await expect(title).toContainText('Tier 2')
  await expectAccessible(page)
  expect(await account.act(2)).toEqual(expect.arrayContaining(['blocked']))
  await expect(title).toContainText('Locked out')
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true)
  await expectAccessible(page)
}

async function openBrief(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Open the lockout' }).click()
  await expect(page).toHaveURL(/\/lockouts\//)
  const brief = page.getByRole('region', { name: 'Brief' })
  await expect(brief).toContainText('8 actions in')
  await brief.getByRole('button', { name: 'Open 8 events of claim 1', exact: true }).click()
  const evidence = page.getByRole('dialog')
  await expect(evidence).toContainText('caption-tuner')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(evidence).toBeHidden()
}

function condition(page: Page, id: string): Locator {
  return page.getByRole('region', { name: 'Decide' }).locator(`#condition-${id}`)
}

async function expectStatus(
  page: Page,
  id: string,
  status: 'met' | 'missing',
  timeout = 10_000,
): Promise<void> {
  await expect(condition(page, id)).toHaveAttribute('data-status', status, { timeout })
}

/** The button for a reset while something is missing: it leads to the first of what is. */
async function expectRefused(page: Page, id: string): Promise<void> {
  await expectStatus(page, id, 'missing')
  const button = page.getByRole('region', { name: 'Decide' }).getByRole('button', { name: /^Reset: / })
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  // Announced as unavailable, but it answers: by key, because Playwright would wait for it to become available.
  await button.press('Enter')
  const hasFocus = (item: Element) => item.contains(document.activeElement)
  await expect.poll(() => condition(page, id).evaluate(hasFocus)).toBe(true)
  await expect(page.getByRole('dialog')).toBeHidden()
}

async function meetEachCondition(page: Page, account: StoryAccount): Promise<void> {
  await account.act(5)
  await stage.ageSessions()
  await page.reload()
  await expectStatus(page, 'agents_quiet', 'missing')
  await expectAccessible(page)

  await expectRefused(page, 'reviewer_signed_in')
  await page.getByLabel('Your password').fill(testLead.password)
  await page.getByRole('button', { name: 'Sign in again' }).click()
  await expectStatus(page, 'reviewer_signed_in', 'met')

  await expectRefused(page, 'claim_and_version')
  await page.getByRole('button', { name: 'Claim the lockout' }).click()
  await expectStatus(page, 'claim_and_version', 'met')

  await expectRefused(page, 'brief_acknowledged')
  await page.getByRole('button', { name: 'Acknowledge the brief' }).click()
  await expectStatus(page, 'brief_acknowledged', 'met')

  const statement = condition(page, 'statement_and_handle')
  await expectRefused(page, 'statement_and_handle')
  await statement.getByLabel('Reason').selectOption({ index: 1 })
  await statement.getByLabel('Note').fill('too short')
  await statement.getByLabel(`Type ${account.handle}`).fill(account.handle)
  await expectRefused(page, 'statement_and_handle')
  await statement.getByLabel('Note').fill('The vendor found the loop and turned it off.')
  await expectStatus(page, 'statement_and_handle', 'met')

  await account.act(5)
  await expectRefused(page, 'agents_quiet')
  // A window of a minute, then at most the time after which a page reads again by itself.
  await expectStatus(page, 'agents_quiet', 'met', 90_000)
  await expectStatus(page, 'second_reviewer', 'met')
}

/** Everything is met on the screen, but not on the server any more. */
async function refusedByServer(page: Page): Promise<void> {
  await stage.ageSessions()
  await pressReset(page)
  const refusal = page.getByRole('region', { name: 'Decide' }).getByRole('alert')
  await expect(refusal).toContainText('signed in within 15 min')
  await expectStatus(page, 'reviewer_signed_in', 'missing')
  await page.getByLabel('Your password').fill(testLead.password)
  await page.getByRole('button', { name: 'Sign in again' }).click()
  await expectStatus(page, 'reviewer_signed_in', 'met')
}

async function pressReset(page: Page): Promise<void> {
  await page
    .getByRole('region', { name: 'Decide' })
    .getByRole('button', { name: /^Reset @/ })
    .click()
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('button', { name: /^Reset @/ }).click()
  await expect(dialog).toBeHidden()
}

async function resetAndStartAfresh(page: Page, account: StoryAccount): Promise<void> {
  await pressReset(page)
  await expect(page.getByRole('region', { name: 'Decide' })).toBeHidden()
  await expectAccessible(page)
  await page.goto(`/accounts/${account.accountId}`)
  const gauges = page.getByRole('region', { name: 'Distance to each limit' })
  await expect(gauges).toContainText('0 of 8 in 1')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Probation')
  expect(await account.act(1)).toEqual(['allow'])
  await expect(gauges).toContainText('1 of 8 in 1')
  await page.goto('/')
  await expectAccessible(page)
  await page.goto('/lockouts')
  await expectAccessible(page)
}
