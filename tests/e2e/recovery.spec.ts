import { expect } from '@playwright/test'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  protectAccount,
  test,
} from '#tests/support/console-browser.ts'
import { runInterlock } from '#tests/support/run-interlock.ts'

async function interlock(args: readonly string[], stdin: string): Promise<void> {
  const env = {
    DATABASE_URL: process.env['INTERLOCK_TEST_DATABASE_URL'] ?? '',
    INTERLOCK_SECRET: process.env['INTERLOCK_TEST_SECRET'] ?? '',
  }
  const run = await runInterlock(args, { env, stdin })
  expect(run.code, run.err).toBe(0)
}

test('a post that stagnates is helped by the worker, and the page of recovery shows it', async ({ desk }) => {
  const account = await protectAccount('recovered')
  const { accountId } = account
  const connection = { accountId, platform: 'recorded', connector: 'recorded', credential: {} }
  await interlock(['connections', 'add', '-'], JSON.stringify(connection))
  const samples = [60, 30, 0].map((minutesAgo) =>
    JSON.stringify({
      postId: `post-of-${accountId}`,
      platform: 'recorded',
      accountId,
      capturedAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
      impressions: 5000 - minutesAgo * 10,
      engagements: 9,
      title: `Trout of ${accountId}`,
    }),
  )
  await interlock(['import', 'metrics', '-'], samples.join('\n'))
  await desk.goto('/recovery')
  const row = desk.getByRole('row', { name: new RegExp(`Trout of ${accountId}`) })
  await expect(row).toContainText('thread: done', { timeout: 40_000 })
  await expect(row).toContainText('Amplification')
  await expect(row).toContainText('recorded, nothing is sent')
  await expectAccessible(desk)
  await expectNoSidewaysScroll(desk)
})
