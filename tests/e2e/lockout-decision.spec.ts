import { expect, type Locator, type Page } from '@playwright/test'
import { addBriefNote } from '#lib/services/lockouts/add-brief-note.ts'
import { acknowledgeBrief } from '#lib/services/lockouts/acknowledge-brief.ts'
import { claimLockout } from '#lib/services/lockouts/claim-lockout.ts'
import { requestReset } from '#lib/services/lockouts/request-reset.ts'
import { upholdLockout } from '#lib/services/lockouts/uphold-lockout.ts'
import { lockedAccount, openLockout, type ProtectedAccount, test } from '#tests/support/console-browser.ts'
import { expectAccessible, expectNoSidewaysScroll } from '#tests/support/page-checks.ts'
import { resetByHand } from '#tests/support/reset-by-hand.ts'
import { openStoryStage, type StoryStage } from '#tests/support/story-stage.ts'
import { actorAt } from '#tests/support/test-desk.ts'

let stage: StoryStage
test.beforeAll(() => {
  stage = openStoryStage()
})

const decide = (page: Page): Locator => page.getByRole('region', { name: 'Decide' })
const ben = () => actorAt(Date.now(), 'Ben')

async function lockoutOf({ accountId }: ProtectedAccount) {
  const { state } = await stage.runtime.accounts.read(accountId)
  if (!state.lockout) throw new Error(`${accountId} is not locked out`)
  return state.lockout
}

test('an uphold is taken back from the toast that answers it', async ({ desk }) => {
  const account = await lockedAccount('curlew')
  await openLockout(desk, account)
  await desk.getByRole('button', { name: 'Uphold the lockout' }).click()
  await expect(decide(desk)).toContainText('Upheld by')
  const toast = desk.getByRole('status').filter({ hasText: `Upheld: ${account.handle} stays locked` })
  await expectAccessible(desk)
  await toast.getByRole('button', { name: 'Undo' }).click()
  await expect(desk.getByText('Uphold taken back')).toBeVisible()
  await expect(decide(desk)).not.toContainText('Upheld by')
  const timeline = desk.getByRole('region', { name: 'Timeline' })
  await timeline.getByRole('button', { name: /new: show/ }).click()
  await expect(timeline).toContainText('took the uphold back')
  expect((await lockoutOf(account)).upheld).toBeNull()
})

test('an undo that comes too late is refused, and says why', async ({ desk }) => {
  const account = await lockedAccount('dunlin')
  await openLockout(desk, account)
  await desk.getByRole('button', { name: 'Uphold the lockout' }).click()
  const undo = desk.getByRole('button', { name: 'Undo' })
  await expect(undo).toBeVisible()
  const { lockoutId, version } = await lockoutOf(account)
  await addBriefNote(stage.runtime, ben(), { lockoutId, version, note: 'The vendor confirms it.' })
  await undo.click()
  await expect(desk.getByRole('status').filter({ hasText: /Your screen shows version/ })).toBeVisible()
  expect((await lockoutOf(account)).upheld).not.toBeNull()
})

test('an upheld lockout whose review is overdue says so, in its place and in the title', async ({ desk }) => {
  const account = await lockedAccount('knot')
  const { lockoutId, version } = await lockoutOf(account)
  const reviewAtMs = Date.now() + 1500
  const input = { lockoutId, version, note: 'Look again soon.', reviewAtMs }
  expect((await upholdLockout(stage.runtime, ben(), input)).kind).toBe('done')
  await desk.goto('/lockouts')
  const row = desk.getByRole('row', { name: new RegExp(account.handle) })
  await expect(row.getByText(/^Review overdue/).locator('visible=true')).toBeVisible()
  await expect(desk.getByRole('heading', { level: 1 })).toContainText(/overdue/)
  await expectAccessible(desk)
  await expectNoSidewaysScroll(desk)
})

test('after a reset the lock is one act away, from its page and from the account in probation', async ({
  desk,
}) => {
  const account = await lockedAccount('plover')
  const firstId = await resetByHand(stage.runtime, ben(), account.accountId)
  await desk.goto(`/lockouts/${firstId}`)
  await desk.getByRole('button', { name: 'Lock again…' }).click()
  await desk.keyboard.press('Escape')
  await desk.goto(`/accounts/${account.accountId}`)
  await expect(desk.getByRole('heading', { level: 1 })).toContainText('Probation')
  await expectAccessible(desk)
  await desk.getByRole('button', { name: 'Lock again…' }).click()
  const dialog = desk.getByRole('alertdialog')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByLabel('Why').fill('It posts the same nonsense again.')
  await dialog.getByRole('button', { name: `Lock again ${account.handle}` }).click()
  await expect(desk).toHaveURL(/\/lockouts\//)
  await expect(decide(desk)).toContainText('because it is a repeat')
  expect(await lockoutOf(account)).toMatchObject({ cause: 'kill_switch', parentLockoutId: firstId })
})

test('a request for a second reviewer that is void says what moved', async ({ desk }) => {
  const account = await lockedAccount('sanderling')
  const { lockoutId, briefDigest } = await lockoutOf(account)
  await claimLockout(stage.runtime, ben(), { lockoutId })
  await acknowledgeBrief(stage.runtime, ben(), { lockoutId, briefDigest })
  const { version } = await lockoutOf(account)
  const statement = {
    reasonCode: 'agent_stopped' as const,
    note: 'The agent was stopped by its vendor.',
    override: { reason: 'The queue drains for another hour.' },
  }
  const asked = await requestReset(stage.runtime, ben(), { lockoutId, version, briefDigest, statement })
  expect(asked.kind).toBe('done')
  await openLockout(desk, account)
  await expect(decide(desk)).toContainText('Ben asks for a second reviewer')
  await addBriefNote(stage.runtime, ben(), { lockoutId, version, note: 'The vendor confirms it.' })
  await expect(desk.getByTestId('void-request')).toContainText('is void: the brief has changed')
  await expect(decide(desk).getByRole('button', { name: 'Approve this reset' })).toHaveCount(0)
  await expectAccessible(desk)
})
