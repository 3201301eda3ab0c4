import { expect } from '@playwright/test'
import { lockedAccount, openLockout, test, type ProtectedAccount } from '#tests/support/console-browser.ts'

let locked: ProtectedAccount

test.skip(({ isMobile }) => isMobile, 'a phone has no keys')
test.beforeAll(async () => {
  locked = await lockedAccount('keys')
})

test('j, k and Enter move over the rows and open one', async ({ desk }) => {
  await desk.goto('/lockouts')
  await expect(desk.locator('[data-row]').first()).toBeVisible()
  await desk.keyboard.press('j')
  await expect(desk.locator('[data-row]').first()).toHaveClass(/sel/)
  await desk.keyboard.press('k')
  await desk.keyboard.press('Enter')
  await expect(desk).toHaveURL(/\/lockouts\/.+/)
  await desk.keyboard.press('Escape')
  await expect(desk).toHaveURL(/\/lockouts$/)
})

test('g and a letter go to a page; ? shows the keys; Esc closes them', async ({ desk }) => {
  for (const [key, path] of [
    ['a', /\/approvals$/],
    ['r', /\/recovery$/],
    ['c', /\/accounts$/],
    ['p', /\/policies$/],
    ['s', /\/stop-orders$/],
  ] as const) {
    await desk.keyboard.press('g')
    await desk.keyboard.press(key)
    await expect(desk).toHaveURL(path)
  }
  await desk.keyboard.press('g')
  await desk.keyboard.press('l')
  await expect(desk).toHaveURL(/\/lockouts$/)
  await desk.keyboard.press('?')
  await expect(desk.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await desk.keyboard.press('Escape')
  await expect(desk.getByRole('dialog')).toHaveCount(0)
  await desk.keyboard.press('g')
  await desk.keyboard.press('o')
  await expect(desk).toHaveURL(/\/$/)
})

test('Space pauses what is live and resumes it', async ({ desk }) => {
  await desk.keyboard.press('Space')
  await expect(desk.locator('.live')).toHaveAttribute('data-state', 'paused')
  await desk.keyboard.press('Space')
  await expect(desk.locator('.live')).toHaveAttribute('data-state', 'live')
})

test('on a lockout: c claims, n writes a note, u then Enter upholds', async ({ desk }) => {
  await openLockout(desk, locked)
  await desk.keyboard.press('c')
  await expect(desk.getByText(/Claimed by you/)).toBeVisible()
  await desk.getByRole('button', { name: 'Note', exact: true }).press('Enter')
  await desk.keyboard.press('Escape')
  await expect(desk.getByRole('button', { name: 'Note', exact: true })).toBeFocused()
  await desk.keyboard.press('n')
  const dialog = desk.getByRole('alertdialog', { name: 'Add a note to the brief' })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByLabel('Note').fill('The vendor has switched retries off')
  await dialog.getByRole('button', { name: 'Add the note' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(desk.getByText('The vendor has switched retries off')).toBeVisible()
  await desk.keyboard.press('u')
  await expect(desk.getByRole('button', { name: 'Uphold the lockout' })).toBeFocused()
  await desk.keyboard.press('Enter')
  await expect(desk.getByText(/Upheld by/)).toBeVisible()
})

test('keys are inert while one types', async ({ desk }) => {
  await openLockout(desk, locked)
  const note = desk.locator('#condition-statement_and_handle textarea')
  await note.pressSequentially('can u t? n', { delay: 5 })
  await expect(note).toHaveValue('can u t? n')
  await expect(desk.getByRole('alertdialog')).toHaveCount(0)
  await expect(desk).toHaveURL(/\/lockouts\/[^?]+$/)
})
