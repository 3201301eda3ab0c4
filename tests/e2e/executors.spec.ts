import { expect, type Page } from '@playwright/test'
import { protectAccount, test } from '#tests/support/console-browser.ts'
import { expectAccessible, expectNoSidewaysScroll } from '#tests/support/page-checks.ts'
import {
  receiverSecret,
  startWebhookReceiver,
  type WebhookReceiver,
} from '#tests/support/webhook-receiver.ts'

const guardian = 'autonomous_guardian_executor'

let receiver: WebhookReceiver
test.beforeAll(async () => {
  receiver = await startWebhookReceiver()
})
test.afterAll(() => receiver.stop())

test('a lead points an executor at a webhook; what it refuses needs a person, who sends it again', async ({
  desk,
}) => {
  await pointGuardian(desk)
  await desk.getByRole('button', { name: `Send ${guardian} a test` }).click()
  await expect(desk.getByText(new RegExp(`${guardian}: answered 204 after \\d+ ms`))).toBeVisible()

  await receiver.answers([410])
  const account = await protectAccount('routed')
  await account.ask(12)
  await desk.goto(`/accounts/${account.accountId}`)
  const dispatch = desk.getByRole('link', { name: `${guardian} was not reached` })
  await expect(dispatch).toContainText('Answered 410; failed after 1 attempt')
  await expectNoSidewaysScroll(desk)
  await desk.goto('/')
  await expect(desk.getByRole('heading', { level: 1 })).toContainText(/\d\sescalations? unrouted/)
  const unrouted = desk.locator('.waiting-lines li').filter({ hasText: account.handle })
  await expectAccessible(desk)
  await unrouted.getByRole('link', { name: 'Open the delivery' }).click()

  const heading = desk.getByRole('heading', { level: 1 })
  await expect(heading).toContainText(`${guardian} was not reached`)
  await expect(desk.getByTestId('payload')).toContainText('"type": "interlock.escalation"')
  await desk.getByRole('button', { name: 'Re-send the delivery' }).click()
  await expect(heading).toContainText(`Routed to ${guardian}`)
  const attempts = desk.getByRole('region', { name: 'Attempts' }).locator('tbody tr')
  await expect(attempts).toHaveCount(2)
  await expect(attempts.first()).toContainText('Accepted')
  await expect(attempts.first()).toContainText('Sent again by')
  await expect(attempts.last()).toContainText('Answered 410')
  await expectAccessible(desk)
  await expectNoSidewaysScroll(desk)
  const sent = (await receiver.received()).filter(({ body }) => body.includes(account.accountId))
  expect(sent.map(({ status, isSigned }) => [status, isSigned])).toEqual([
    [410, true],
    [204, true],
  ])
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1)
  await pointBack(desk)
})

test('deliveries are found by account, executor and outcome, in the page’s address', async ({ desk }) => {
  const account = await protectAccount('listed')
  await account.ask(12)
  await desk.goto(`/settings/deliveries?account=${account.accountId}`)
  const row = desk.locator('tbody tr')
  await expect(row).toHaveCount(1)
  await expect(row).toContainText('Routed')
  await expect(row).toContainText('Edits paced, one per 1 min 15 s')
  await expectAccessible(desk)
  await expectNoSidewaysScroll(desk)
  await desk.getByLabel('Outcome').selectOption('Failed')
  await expect(desk.getByText('No delivery fits.')).toBeVisible()
  expect(new URL(desk.url()).search).toBe(`?account=${account.accountId}&outcome=delivery_failed`)
  await desk.getByLabel('Outcome').selectOption('Routed')
  await desk.getByLabel('Executor').selectOption(guardian)
  await expect(row).toHaveCount(1)
  await desk.getByLabel('Account').fill('nobody-at-all')
  await desk.getByLabel('Account').press('Enter')
  await expect(desk.getByText('No delivery fits.')).toBeVisible()
  await desk.goBack()
  await expect(row).toHaveCount(1)
  await row.getByRole('link').click()
  await expect(desk.getByRole('heading', { level: 1 })).toContainText(`Routed to ${guardian}`)
})

test('a new secret is shown once; a name that nobody needs is removed', async ({ desk }) => {
  await desk.goto('/settings')
  await desk.getByRole('button', { name: 'Register an executor…' }).click()
  const dialog = desk.getByRole('alertdialog', { name: 'Register an executor' })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByLabel('Address').fill(receiver.url)
  await dialog.getByRole('button', { name: 'Register the executor' }).click()
  await expect(dialog.getByText('must be a text of 1 to 200 characters')).toBeVisible()
  await dialog.getByLabel('Name').fill('publishing_desk')
  await dialog.getByRole('button', { name: 'Register the executor' }).click()
  const secret = desk.getByTestId('secret')
  await expect(secret).toHaveText(/^whsec_[A-Za-z0-9+/]{43}=$/)
  await expectAccessible(desk)
  await desk.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await expect(secret).toHaveCount(0)
  const row = desk.locator('tr').filter({ hasText: 'publishing_desk' })
  await expect(row).toContainText(receiver.url)
  await expect(row).toContainText('No policy in force')
  await desk.getByRole('button', { name: 'publishing_desk: remove…' }).click()
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Remove the executor' }).click()
  await expect(row).toHaveCount(0)
})

/** Points the guardian executor at the receiver, after what cannot be an address was refused. */
async function pointGuardian(desk: Page): Promise<void> {
  await desk.goto('/settings')
  await expect(desk.getByRole('heading', { level: 1 })).toContainText('handled by Interlock')
  await expectAccessible(desk)
  await expectNoSidewaysScroll(desk)
  await desk.getByRole('button', { name: `${guardian}: Point at a webhook…` }).click()
  const dialog = desk.getByRole('alertdialog', { name: `Point ${guardian} at a webhook` })
  const confirm = dialog.getByRole('button', { name: 'Point the executor' })
  const address = dialog.getByLabel('Address')
  for (const [url, fault] of [
    ['nowhere', 'must be an address such as'],
    ['ftp://example.org', 'must begin with https:// or http://'],
    ['https://me:secret@example.org', 'must hold no user name or password'],
  ] as const) {
    await address.fill(url)
    await confirm.click()
    await expect(dialog.getByText(fault)).toBeVisible()
  }
  await address.fill(receiver.url)
  await dialog.getByLabel('Use a secret of yours').check()
  await dialog.getByLabel('Secret', { exact: true }).fill('whsec_short')
  await confirm.click()
  await expect(dialog.getByText('must be whsec_ followed by')).toBeVisible()
  await expectAccessible(desk)
  await dialog.getByLabel('Secret', { exact: true }).fill(receiverSecret)
  await confirm.click()
  await expect(dialog).toHaveCount(0)
  await expect(desk.locator('tr').filter({ hasText: guardian })).toContainText(receiver.url)
}

async function pointBack(desk: Page): Promise<void> {
  await desk.goto('/settings')
  await desk.getByRole('button', { name: `${guardian}: point back…` }).click()
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Point it back' }).click()
  await expect(desk.locator('tr').filter({ hasText: guardian })).toContainText('Interlock itself')
}
