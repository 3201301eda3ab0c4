import { expect, type Page } from '@playwright/test'
import { protectAccount, test } from '#tests/support/console-browser.ts'
import { expectAccessible, expectNoSidewaysScroll } from '#tests/support/page-checks.ts'
import { served } from '#tests/support/served-interlock.ts'

/** A post for each rate, with 600 new impressions in the last hour; 0 engagements stagnate most. */
async function importPosts(accountId: string, engagements: readonly number[]): Promise<void> {
  const lines = engagements.flatMap((engaged, index) =>
    [60, 30, 0].map((minutesAgo) =>
      JSON.stringify({
        postId: `post-${String(index)}-of-${accountId}`,
        platform: 'recorded',
        accountId,
        capturedAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
        impressions: 5000 - minutesAgo * 10,
        engagements: 100 + Math.round((engaged * (60 - minutesAgo)) / 60),
        title: `Trout ${String(engaged)} of ${accountId}`,
      }),
    ),
  )
  await served().command(['import', 'metrics', '-'], lines.join('\n'))
}

const titles = (desk: Page, accountId: string) =>
  desk.getByRole('row', { name: new RegExp(`of ${accountId}`) }).getByRole('link')

test('posts are searched, filtered and ordered by the URL, and the keys lead to one', async ({ desk }) => {
  const { accountId } = await protectAccount('listed')
  await importPosts(accountId, [40, 0, 10, 3])
  await desk.goto(`/recovery?q=${accountId}`)
  // Once the worker has evaluated them; rows keep their places until the page is opened again.
  await expect(async () => {
    await desk.reload()
    const inOrder = [/Trout 0 /, /Trout 3 /, /Trout 10 /, /Trout 40 /]
    await expect(titles(desk, accountId)).toHaveText(inOrder, { timeout: 2000 })
  }).toPass({ timeout: 60_000 })
  const healthy = desk.getByRole('row', { name: new RegExp(`Trout 40 of ${accountId}`) })
  await expect(healthy).toContainText('Healthy')

  await desk.getByLabel('Intensity').selectOption('Enhancement')
  await expect(titles(desk, accountId)).toHaveText([/Trout 10 /])
  await expect(desk).toHaveURL(/intensity=tier_2/)
  await desk.reload()
  await expect(titles(desk, accountId)).toHaveText([/Trout 10 /])

  await desk.getByLabel('Score').selectOption('Below 0.2')
  await expect(desk.getByText('No post matches.')).toBeVisible()
  await expectAccessible(desk)
  await desk.getByRole('button', { name: 'Clear filters' }).click()
  await expect(desk.getByLabel('Search')).toHaveValue('')
  await expect(desk).not.toHaveURL(/intensity|score|q=/)

  await desk.keyboard.press('/')
  await expect(desk.getByLabel('Search')).toBeFocused()
  await desk.getByLabel('Search').fill(accountId)
  await desk.getByLabel('Order').selectOption('Lowest score first')
  await expect(titles(desk, accountId)).toHaveText([/Trout 40 /, /Trout 10 /, /Trout 3 /, /Trout 0 /])
  await expectNoSidewaysScroll(desk)

  await desk.getByRole('heading', { name: 'Posts', exact: true }).click()
  await desk.keyboard.press('j')
  await expect(desk.locator('tr.sel')).toContainText('Trout 40')
  // Another filter that finds the row as well leaves the keys on it.
  await desk.getByLabel('State').selectOption('healthy')
  await expect(titles(desk, accountId)).toHaveText([/Trout 40 /])
  await expect(desk).toHaveURL(/state=healthy/)
  await expect(desk.locator('tr.sel')).toContainText('Trout 40')
})
