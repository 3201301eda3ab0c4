import { type Browser, expect, type Locator, type Page } from '@playwright/test'
import { expectAccessible, watchConsole } from '#tests/support/page-checks.ts'
import { test, testLead } from '#tests/support/served-interlock.ts'
import { openStoryStage, type StoryStage } from '#tests/support/story-stage.ts'

let stage: StoryStage
test.beforeAll(() => {
  stage = openStoryStage()
})

const note = 'The vendor turned the retries off at noon.'
const override = 'The refused attempts are the drained queue, not new ones.'

test('an override waits for a second reviewer, who sees it happen in a browser of their own', async ({
  browser,
}, { project }) => {
  test.setTimeout(120_000)
  const account = await stage.openAccount(`kestrel.${project.name}`)
  await account.act(13)
  const ben = await stage.addMember(`Ben-${project.name}`, 'reviewer')
  const path = await lockoutPath(account.accountId)
  const first = await signedInAt(browser, path, testLead)
  const second = await signedInAt(browser, path, ben)

  await first.page.getByRole('button', { name: 'Claim the lockout' }).click()
  await expectStatus(first.page, 'claim_and_version', 'met')
  await expect(condition(second.page, 'claim_and_version')).toContainText('Claimed by lead')
  await first.page.getByRole('button', { name: 'Acknowledge the brief' }).click()
  await expectStatus(first.page, 'brief_acknowledged', 'met')
  const statement = condition(first.page, 'statement_and_handle')
  await statement.getByLabel('Reason').selectOption({ index: 1 })
  await statement.getByLabel('Note').fill(note)
  await statement.getByLabel(`Type ${account.handle}`).fill(account.handle)
  await first.page.getByRole('button', { name: 'Override with its own reason' }).click()
  await first.page.getByLabel('Reason of the override').fill(override)
  await expectStatus(first.page, 'second_reviewer', 'missing')
  await first.page.getByRole('button', { name: 'Ask a second reviewer' }).click()
  await expectStatus(first.page, 'second_reviewer', 'waiting')

  const decide = second.page.getByRole('region', { name: 'Decide' })
  await expect(decide).toContainText('lead asks for a second reviewer')
  await expect(decide).toContainText(override)
  await expect(decide).not.toContainText(note)
  await expectAccessible(second.page)
  await decide.getByRole('button', { name: 'Approve this reset' }).click()

  await expectStatus(first.page, 'second_reviewer', 'met')
  await first.page
    .getByRole('region', { name: 'Decide' })
    .getByRole('button', { name: /^Reset @/ })
    .click()
  await first.page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Reset @/ })
    .click()
  await expect(first.page.getByRole('region', { name: 'Decide' })).toBeHidden()
  await expect(decide).toBeHidden()
  expect([...first.complaints(), ...second.complaints()]).toEqual([])
})

async function lockoutPath(accountId: string): Promise<string> {
  const { state } = await stage.runtime.accounts.read(accountId)
  return `/lockouts/${state.lockout?.lockoutId ?? 'none'}`
}

async function signedInAt(
  browser: Browser,
  path: string,
  person: { readonly email: string; readonly password: string },
): Promise<{ page: Page; complaints: () => string[] }> {
  const context = await browser.newContext({ baseURL: stage.baseUrl })
  const page = await context.newPage()
  const complaints = watchConsole(page)
  await page.goto(path)
  await page.getByLabel('E-mail address').fill(person.email)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(path)
  return { page, complaints }
}

function condition(page: Page, id: string): Locator {
  return page.getByRole('region', { name: 'Decide' }).locator(`#condition-${id}`)
}

async function expectStatus(page: Page, id: string, status: 'met' | 'missing' | 'waiting'): Promise<void> {
  await expect(condition(page, id)).toHaveAttribute('data-status', status)
}
