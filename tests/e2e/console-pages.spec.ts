import { expect, type Page } from '@playwright/test'
import {
  lockedAccount,
  openLockout,
  protectAccount,
  test,
  type ProtectedAccount,
} from '#tests/support/console-browser.ts'
import { expectAccessible, expectNoSidewaysScroll } from '#tests/support/page-checks.ts'

/** Longer than a phone is wide, and nowhere to break it. */
const longName = 'an_expedition_of_more_than_sixty_four_characters_to_the_far_north'

let locked: ProtectedAccount
let quiet: ProtectedAccount

test.beforeAll(async () => {
  locked = await lockedAccount(longName)
  quiet = await protectAccount(`quiet_${longName}`)
  await quiet.ask(2)
})

interface PageCase {
  readonly name: string
  readonly open: (page: Page) => Promise<unknown>
}

const pages: readonly PageCase[] = [
  { name: 'overview', open: (page) => page.goto('/') },
  { name: 'accounts', open: (page) => page.goto('/accounts') },
  { name: 'a quiet account', open: (page) => page.goto(`/accounts/${quiet.accountId}`) },
  {
    name: 'a locked account with its table',
    open: (page) => page.goto(`/accounts/${locked.accountId}?range=1h&table=true`),
  },
  { name: 'lockouts', open: (page) => page.goto('/lockouts') },
  { name: 'a lockout', open: (page) => openLockout(page, locked) },
]

for (const colorScheme of ['light', 'dark'] as const) {
  for (const { name, open } of pages) {
    test(`${name}, ${colorScheme}: accessible, no wider than its window down to 320`, async ({ desk }) => {
      await desk.emulateMedia({ colorScheme })
      await open(desk)
      await expect(desk.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(desk)
      await expectNoSidewaysScroll(desk)
      // A phone, and between the phone's layout and the desk's, where there is least room.
      for (const width of [320, 770, 960]) {
        await desk.setViewportSize({ width, height: 700 })
        await expectNoSidewaysScroll(desk)
      }
    })
  }
}

test('the chosen theme is kept, and is there before the first paint', async ({ desk, isMobile }) => {
  test.skip(isMobile, 'the phone follows the system')
  await desk.getByRole('button', { name: 'Theme' }).click()
  await desk.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect(desk.locator('html')).toHaveAttribute('data-theme', 'dark')
  const html = await (await desk.request.get('/')).text()
  expect(html).toContain('data-theme="dark"')
})

test('eight tabs of one browser all load and are live', async ({ desk }) => {
  // A browser keeps six connections to a server: with a stream for each tab the seventh would wait for ever.
  const tabs = await Promise.all(Array.from({ length: 7 }, () => desk.context().newPage()))
  await Promise.all(tabs.map((tab) => tab.goto('/stop-orders')))
  for (const tab of tabs) await expect(tab.locator('.live')).toHaveAttribute('data-state', 'live')
  await Promise.all(tabs.map((tab) => tab.close()))
})

test('what there is not is said so', async ({ page }) => {
  // A missing page is answered with 404, which the browser itself reports as an error.
  await page.goto('/sign-in')
  await page.goto('/no-such-page')
  await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
})

test('on the phone everything that is pressed has room for a finger', async ({ desk, isMobile }) => {
  test.skip(!isMobile, 'fingers only')
  await openLockout(desk, locked)
  const small = await desk.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, .tabs a, .actbar button, input, select, textarea')]
      .filter((each) => each.checkVisibility() && !each.matches('.vh, .who'))
      .filter((each) => each.getBoundingClientRect().height < 44)
      .map((each) => `${each.tagName} ${each.textContent} ${each.getBoundingClientRect().height}`),
  )
  expect(small).toEqual([])
})
