import { expect } from '@playwright/test'
import { protectAccount, type ProtectedAccount, test } from '#tests/support/console-browser.ts'
import { expectAccessible, expectNoSidewaysScroll } from '#tests/support/page-checks.ts'

let account: ProtectedAccount
test.beforeAll(async () => {
  account = await protectAccount('stopped')
})

test('a lead stops an account from its page after seeing the impact, and lifts the order again', async ({
  desk,
}) => {
  expect(await account.ask(2)).toEqual(['allow', 'allow'])
  await desk.goto(`/accounts/${account.accountId}`)
  await desk.getByRole('button', { name: 'Stop…' }).click()
  const dialog = desk.getByRole('alertdialog', { name: `Stop: Account ${account.accountId}` })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expect(
    dialog.getByText(/it would have refused 2\s+attempts of 1\s+agent on 1\s+account/),
  ).toBeVisible()
  await expectAccessible(desk)
  const confirm = dialog.getByRole('button', { name: 'Set the stop order' })
  await confirm.click()
  await expect(dialog.getByText('Say why, in 10 characters or more')).toBeVisible()
  await dialog.getByLabel('Why').fill('Its captions make no sense')
  await dialog.getByLabel('Until').selectOption('4 hours')
  await confirm.click()
  await expect(dialog).toHaveCount(0)
  const banner = desk.getByRole('region', { name: 'Stop order in force' })
  await expect(banner).toContainText(`Stop order: Account ${account.accountId}`)
  await expect(banner).toContainText('Its captions make no sense')
  expect(await account.ask(2)).toEqual(['blocked', 'blocked'])
  for (const path of ['/', '/lockouts', '/accounts']) {
    await desk.goto(path)
    await expect(banner).toBeVisible()
    await expectNoSidewaysScroll(desk)
  }
  await banner.getByRole('link').click()
  await expect(desk.getByRole('heading', { level: 1 })).toContainText('Stopped: Account')
  await expectAccessible(desk)
  await desk.getByRole('button', { name: `Lift the stop order on Account ${account.accountId}…` }).click()
  const lift = desk.getByRole('alertdialog', { name: /Lift the stop order/ })
  await lift.getByLabel('Why it may be lifted').fill('no')
  await lift.getByRole('button', { name: 'Lift the stop order' }).click()
  await expect(lift.getByText('Say why, in 10 characters or more')).toBeVisible()
  await lift.getByLabel('Why it may be lifted').fill('The template was mended')
  await lift.getByRole('button', { name: 'Lift the stop order' }).click()
  await expect(lift).toHaveCount(0)
  await expect(banner).toHaveCount(0)
  const over = desk.locator('tr').filter({ hasText: account.accountId })
  await expect(over).toContainText('The template was mended')
  await expectNoSidewaysScroll(desk)
  expect(await account.ask(1)).toEqual(['allow'])
})

test('of several orders the widest leads; a time that has passed is refused; Escape changes nothing', async ({
  desk,
}) => {
  await desk.goto('/stop-orders')
  await desk.getByRole('button', { name: 'Stop…' }).click()
  const dialog = desk.getByRole('alertdialog')
  await dialog.getByLabel('Stop', { exact: true }).selectOption('Agent')
  await expect(dialog.getByText('Name what is to be stopped')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Set the stop order' })).toBeDisabled()
  await dialog.getByLabel('Agent, exactly').fill('nobody-at-all')
  await expect(dialog.getByText('it would have refused nothing')).toBeVisible()
  await dialog.getByLabel('Why').fill('An exercise for the new reviewers')
  await dialog.getByLabel('Until').selectOption('A time…')
  await dialog.getByLabel('Ends at').fill('2020-01-01T10:00')
  await dialog.getByRole('button', { name: 'Set the stop order' }).click()
  await expect(dialog.getByText('Choose a time that is still to come')).toBeVisible()
  await dialog.getByLabel('Until').selectOption('1 hour')
  await dialog.getByRole('button', { name: 'Set the stop order' }).click()
  await expect(dialog).toHaveCount(0)
  await desk.getByRole('button', { name: 'Stop…' }).click()
  await dialog.getByLabel('Stop', { exact: true }).selectOption('Platform')
  await dialog.getByLabel('Platform, exactly').fill('nowhere')
  await dialog.getByLabel('Why').fill('The platform is down for everyone')
  await dialog.getByRole('button', { name: 'Set the stop order' }).click()
  await expect(dialog).toHaveCount(0)
  const banner = desk.getByRole('region', { name: 'Stop order in force' })
  await expect(banner).toContainText('Stop order: Platform nowhere')
  await expect(banner.getByRole('link')).toContainText('and 1')
  await desk.getByRole('button', { name: 'Lift the stop order on Platform nowhere…' }).click()
  await desk.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  for (const name of ['Platform nowhere', 'Agent nobody-at-all']) {
    await desk.getByRole('button', { name: `Lift the stop order on ${name}…` }).click()
    await dialog.getByLabel('Why it may be lifted').fill('The exercise is over')
    await dialog.getByRole('button', { name: 'Lift the stop order' }).click()
    await expect(dialog).toHaveCount(0)
  }
  await expect(banner).toHaveCount(0)
})
