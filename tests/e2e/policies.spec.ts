import { expect, type Page } from '@playwright/test'
import { protectAccount, type ProtectedAccount, test } from '#tests/support/console-browser.ts'
import { expectAccessible, expectNoSidewaysScroll } from '#tests/support/page-checks.ts'

let account: ProtectedAccount
test.beforeAll(async () => {
  account = await protectAccount('policy')
})

async function openPolicy(desk: Page): Promise<void> {
  await desk.goto(`/policies?account=${account.accountId}`)
  await expect(desk.getByRole('heading', { level: 1 })).toContainText(account.handle)
}

async function assign(desk: Page): Promise<void> {
  await desk.getByRole('button', { name: /^Assign to 1\saccount…$/ }).click()
  const dialog = desk.getByRole('alertdialog')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('button', { name: /^Assign to 1\saccount$/ }).click()
  await expect(dialog).toHaveCount(0)
}

test('a bad policy is refused in words and by name; the one in force stays', async ({ desk }) => {
  await openPolicy(desk)
  await desk.getByRole('textbox', { name: 'Window of Tier 3, locks out' }).fill('0')
  await expect(desk.getByText('must be at least 1').first()).toBeVisible()
  await desk.getByRole('textbox', { name: 'Rate of Tier 2, holds' }).fill('0.1')
  await expect(desk.getByText('must need at least the rate of tier_1').first()).toBeVisible()
  await desk.getByRole('textbox', { name: 'Rate of Tier 3, locks out' }).fill('NaN')
  await expect(desk.getByText('must be a number, not a text').first()).toBeVisible()
  const button = desk.getByRole('button', { name: /^Assign to/ })
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await button.press('Enter')
  await expect(desk.getByRole('alertdialog')).toHaveCount(0)
  await expectAccessible(desk)
  await desk.getByRole('button', { name: 'JSON' }).click()
  await desk.getByLabel('Policy as JSON').fill('{"velocty": {}}')
  await expect(desk.getByText('is not known in a policy; leave it out').first()).toBeVisible()
  await desk.getByLabel('Policy as JSON').fill('{')
  await expect(desk.getByText('is not JSON').first()).toBeVisible()
  await desk.getByRole('button', { name: 'Fields' }).click()
  await expect(desk.getByText('Mend it there, or start again')).toBeVisible()
  await desk.getByRole('button', { name: 'What is in force' }).click()
  await expect(desk.getByText('Nothing is changed yet.')).toBeVisible()
  await expectNoSidewaysScroll(desk)
})

test('a constraint is added, changed and removed in the browser, each from the next decision on', async ({
  desk,
}) => {
  expect(await account.ask(1)).toEqual(['allow'])
  await openPolicy(desk)
  await desk.getByRole('button', { name: 'Add a constraint' }).click()
  await desk.getByText('custom_1').first().click()
  const row = desk.locator('details.constraint').last()
  await row.getByLabel('Admitted').first().fill('0')
  await assign(desk)
  await expect(desk.getByText(/is in force on 1/)).toBeVisible()
  expect(await account.ask(1)).toEqual(['blocked'])
  await expect(desk.getByRole('listitem').filter({ hasText: 'by ' }).first()).toBeVisible()
  await row.getByLabel('Admitted').first().fill('900')
  await assign(desk)
  await expect.poll(async () => account.ask(1)).toEqual(['allow'])
  await row.getByRole('button', { name: 'Remove the constraint custom_1' }).click()
  await expect(desk.getByText('removed').first()).toBeVisible()
  await assign(desk)
  await expect(desk.getByText('Nothing is changed yet.')).toBeVisible()
  await expect(desk.locator('.versions li')).toHaveCount(4)
  await expectAccessible(desk)
})

test('a proposed policy is replayed over the recorded actions and nothing is written', async ({ desk }) => {
  await openPolicy(desk)
  const versions = await desk.locator('.versions li').count()
  await desk.getByRole('button', { name: 'Replay the proposed policy' }).click()
  await expect(desk.getByText(/recorded\s+attempt/)).toBeVisible()
  await expect(desk.getByText(/0\s+lockouts added/)).toBeVisible()
  await desk.getByLabel('Rate of Tier 1, paces').fill('0.7')
  await expect(desk.getByText('Of an earlier draft: replay again.')).toBeVisible()
  await expect(desk.locator('.versions li')).toHaveCount(versions)
  await expectAccessible(desk)
  await expectNoSidewaysScroll(desk)
})

test('shadow mode is switched on and off from the account’s page and marks what it admits', async ({
  desk,
}) => {
  await openPolicy(desk)
  await desk.getByRole('button', { name: 'Add a constraint' }).click()
  const row = desk.locator('details.constraint').last()
  await row.locator('summary').click()
  await row.getByLabel('Admitted').first().fill('0')
  await assign(desk)
  expect(await account.ask(1)).toEqual(['blocked'])
  await desk.goto(`/accounts/${account.accountId}`)
  await desk.getByRole('button', { name: 'Shadow…' }).click()
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Only record' }).click()
  await expect(desk.getByText('Shadow: recorded, not enforced')).toBeVisible()
  expect(await account.ask(1)).toEqual(['allow'])
  await desk.reload()
  await expect(desk.getByText(/Enforce: blocked/).first()).toBeVisible()
  const panel = desk.getByRole('region', { name: 'What enforce would have done' })
  await expect(panel).toContainText(/Blocked\s*1/)
  await expect(panel).toContainText('Never')
  await expectAccessible(desk)
  await desk.goto('/')
  await expect(desk.getByText(/enforce would have blocked 1, in the last hour/).first()).toBeVisible()
  await desk.goto(`/accounts/${account.accountId}`)
  await desk.getByRole('button', { name: 'Enforce…' }).click()
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Enforce' }).click()
  await expect(desk.getByText('Shadow: recorded, not enforced')).toHaveCount(0)
  expect(await account.ask(1)).toEqual(['blocked'])
})
