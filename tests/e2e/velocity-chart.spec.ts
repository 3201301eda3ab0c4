import { expect } from '@playwright/test'
import { lockedAccount, openLockout, protectAccount, test } from '#tests/support/console-browser.ts'

test('three lanes with their thresholds, live, and the same figures in the table twin', async ({
  desk,
  isMobile,
}) => {
  const account = await protectAccount('lanes')
  await account.ask(4)
  await desk.goto(`/accounts/${account.accountId}?range=1h`)
  const chart = desk.getByRole('img', { name: /Counted actions of @lanes/ })
  await expect(chart).toHaveAttribute(
    'aria-label',
    /Tier 3 4 of 15 in 5 min, Tier 2 4 of 15 in 10 min, Tier 1 4 of 12 in 15 min/,
  )
  // A horizontal line has no height, so lines are counted rather than seen.
  await expect(chart.locator('.recharts-reference-line')).toHaveCount(7)
  if (!isMobile) {
    await expect(chart.getByText('15 = 3.0/min')).toBeVisible()
    await expect(chart.getByText('15 = 1.5/min')).toBeVisible()
    await expect(chart.getByText('12 = 0.8/min')).toBeVisible()
    await expect(chart.getByText('now 4, 11 left').first()).toBeVisible()
  }

  await account.ask(3)
  await expect(chart).toHaveAttribute('aria-label', /Tier 3 7 of 15 in 5 min/)

  await desk.getByRole('button', { name: 'Table' }).click()
  await expect(desk).toHaveURL(/table=true/)
  const rows = desk.getByRole('region', { name: 'Velocity as a table' }).locator('tbody tr')
  const newest = rows.filter({ hasText: 'no tier' }).first()
  await expect(newest.locator('td').nth(2)).toHaveText('7')
})

test('the range lives in the URL and comes back with it', async ({ desk }) => {
  const account = await protectAccount('range')
  await desk.goto(`/accounts/${account.accountId}`)
  for (const [label, range] of [
    ['1 h', '1h'],
    ['7 d', '7d'],
    ['30 d', '30d'],
  ] as const) {
    await desk.getByRole('button', { name: label, exact: true }).click()
    await expect(desk).toHaveURL(new RegExp(`range=${range}`))
    await expect(desk.getByRole('heading', { name: `Velocity, last ${label}` })).toBeVisible()
  }
  await desk.reload()
  await expect(desk.getByRole('button', { name: '30 d', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
})

test('a lockout shows who tripped it, and a claim opens its events', async ({ desk }) => {
  const account = await lockedAccount('zoom')
  await openLockout(desk, account)
  const chart = desk.getByRole('img', { name: /Counted actions of @zoom/ })
  await expect(chart.locator('text', { hasText: 'zoom-agent' })).toBeVisible()
  await expect(chart.getByText(/the 15 that tripped/)).toBeVisible()
  await desk.getByRole('button', { name: 'Open 15 events of claim 1' }).click()
  const beside = desk.getByRole('dialog', { name: 'Events behind the claim' })
  await expect(beside.locator('tbody tr')).toHaveCount(15)
  await desk.keyboard.press('Escape')
  await expect(beside).toHaveCount(0)
})

test('an incomplete reset leads to the first condition that is missing', async ({ desk }) => {
  const account = await lockedAccount('unmet')
  await openLockout(desk, account)
  const checklist = desk.locator('.chk > li')
  await expect(checklist).toHaveCount(6)
  const reset = desk
    .getByRole('region', { name: 'Decide' })
    .getByRole('button', { name: /^Reset: \d missing/ })
  await expect(reset).toHaveAttribute('aria-disabled', 'true')
  await reset.press('Enter')
  await expect(desk.locator('#condition-claim_and_version :focus')).toHaveCount(1)
})
