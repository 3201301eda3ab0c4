import { expect, type Page } from '@playwright/test'
import { protectAccount, test, type ProtectedAccount } from '#tests/support/console-browser.ts'
import { expectAccessible, expectNoSidewaysScroll } from '#tests/support/page-checks.ts'

const caption = {
  before: { caption: 'Roasted weekly in Uji.', tags: ['tea'] },
  after: { caption: 'Roasted every morning in Uji.', tags: ['tea'] },
}

/** An agent's irreversible action that waits for a person; answers its id. */
async function holdOne(account: ProtectedAccount): Promise<string> {
  const { verdict, actionId = '' } = await account.askFor('delete_post', caption)
  expect(verdict).toBe('needs_approval')
  return actionId
}

async function openFirst(page: Page, account: ProtectedAccount): Promise<void> {
  await page.goto('/approvals')
  await page
    .getByRole('row', { name: new RegExp(account.handle) })
    .getByRole('link')
    .first()
    .click()
  await expect(page).toHaveURL(/\/approvals\/./)
}

async function answer(page: Page, act: 'Approve' | 'Reject', reason: string): Promise<void> {
  await page.getByLabel('Reason').fill(reason)
  await page.getByRole('button', { name: new RegExp(`^${act} delete_post`) }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: `${act} this delete_post` })
    .click()
}

test('a held action is read whole, approved once, and its grant is good for one act', async ({ desk }) => {
  const account = await protectAccount('mori')
  const actionId = await holdOne(account)
  await openFirst(desk, account)
  const changes = desk.getByRole('group', { name: 'Changes' })
  await expect(changes).toContainText('Roasted every morning in Uji.')
  await expect(changes.locator('del')).toHaveText('weekly')
  await expect(changes.locator('ins')).toHaveText('every morning')
  await expect(changes.getByText('tags: ["tea"]')).toBeHidden()
  await changes.getByText(/^1\sfield unchanged$/).click()
  await expect(changes.getByText('tags: ["tea"]')).toBeVisible()
  await expect(desk.getByRole('button', { name: /^Approve delete_post: 1\schange…/ })).toBeVisible()
  await expect(desk.getByTestId('parameters')).toContainText('"caption": "Roasted weekly in Uji."')
  await expectAccessible(desk)
  await expectNoSidewaysScroll(desk)

  await answer(desk, 'Approve', ' ')
  await expect(desk.getByText('Write a reason')).toBeVisible()
  expect(await account.call(actionId, '')).toMatchObject({ state: 'held' })

  await answer(desk, 'Approve', 'The owner asked for it.')
  await expect(desk.getByRole('region', { name: 'Decided' })).toContainText('approved it')
  expect(await account.call(actionId, '/claim')).not.toHaveProperty('code')
  expect(await account.call(actionId, '/claim')).toMatchObject({ code: 'grant_spent' })
  const life = desk.getByRole('region', { name: 'What became of it' })
  await desk.reload()
  await expect(life.getByRole('listitem')).toContainText([
    /Approved\./,
    /Claimed\./,
    /Claim refused\..*grant_spent/,
  ])
  await expectAccessible(desk)
  await expectNoSidewaysScroll(desk)
})

test('a rejected action stays refused, and moves to those answered', async ({ desk }) => {
  const account = await protectAccount('plain')
  const actionId = await holdOne(account)
  await openFirst(desk, account)
  await answer(desk, 'Reject', 'Not what the campaign says.')
  await expect(desk.getByRole('region', { name: 'Decided' })).toContainText('rejected it')
  expect(await account.call(actionId, '/claim')).toMatchObject({ code: 'not_admitted' })
  await desk.goto('/approvals')
  await expectAccessible(desk)
  await expectNoSidewaysScroll(desk)
  const row = desk
    .getByRole('region', { name: 'Answered' })
    .getByRole('row', { name: new RegExp(account.handle) })
  await expect(row).toContainText('Not what the campaign says.')
})

test('a new held action arrives without a reload, and the keys lead to it and to the dialog', async ({
  desk,
  isMobile,
}) => {
  test.skip(isMobile, 'a phone has no keys')
  const account = await protectAccount('tern')
  await desk.goto('/approvals')
  await holdOne(account)
  // New rows wait behind their number; either way the queue names the account in the end.
  const show = desk.getByRole('button', { name: /new/ })
  await expect(show.or(desk.getByRole('row', { name: new RegExp(account.handle) })).first()).toBeVisible({
    timeout: 25_000,
  })
  await openFirst(desk, account)
  await desk.keyboard.press('x')
  await expect(desk.getByRole('alertdialog')).toContainText('Reject delete_post')
  await expect(desk.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await desk.keyboard.press('Escape')
  await expect(desk.getByRole('alertdialog')).toBeHidden()
  const dialog = desk.getByRole('alertdialog')
  await expect(dialog).toHaveCount(0)
  await desk.keyboard.press('a')
  await expect(dialog).toContainText(/once, until \d/)
  const confirm = dialog.getByRole('button', { name: `Approve this delete_post of ${account.handle}` })
  await expect(confirm).toBeVisible()
  await dialog.getByLabel('Reason').fill('The owner asked for it.')
  await desk.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(desk.getByLabel('Reason')).toHaveValue('The owner asked for it.')
})
