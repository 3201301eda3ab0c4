import { expect } from '@playwright/test'
import { protectAccount, test } from '#tests/support/console-browser.ts'
import { expectAccessible, expectNoSidewaysScroll } from '#tests/support/page-checks.ts'
import { startPlatformStub, stubSecret } from '#tests/support/platform-stub.ts'
import { served } from '#tests/support/served-interlock.ts'

async function importStagnant(accountId: string, platform: string): Promise<void> {
  const samples = [60, 30, 0].map((minutesAgo) =>
    JSON.stringify({
      postId: `post-of-${accountId}`,
      platform,
      accountId,
      capturedAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
      impressions: 5000 - minutesAgo * 10,
      engagements: 9,
      title: `Trout of ${accountId}`,
    }),
  )
  await served().command(['import', 'metrics', '-'], samples.join('\n'))
}

test('a post that stagnates is helped by the worker, and the page of recovery shows it', async ({ desk }) => {
  const account = await protectAccount('recovered')
  const { accountId } = account
  const connection = { accountId, platform: 'recorded', connector: 'recorded', credential: {} }
  await served().command(['connections', 'add', '-'], JSON.stringify(connection))
  await importStagnant(accountId, 'recorded')
  await desk.goto('/recovery')
  const row = desk.getByRole('row', { name: new RegExp(`Trout of ${accountId}`) })
  await expect(row).toContainText('thread: done', { timeout: 40_000 })
  await expect(row).toContainText('Amplification')
  await expect(row).toContainText('recorded, nothing is sent')
  await expectAccessible(desk)
  await expectNoSidewaysScroll(desk)
})

test('an action whose answer was lost is settled by a person, with what was found', async ({ desk }) => {
  const stub = await startPlatformStub()
  try {
    await stub.fates('drop_after')
    const { accountId } = await protectAccount('lost')
    const credential = { url: `${stub.url}/careless`, secret: stubSecret, lookUp: false }
    const connection = { accountId, platform: 'hook', connector: 'webhook', credential }
    await served().command(['connections', 'add', '-'], JSON.stringify(connection))
    await importStagnant(accountId, 'hook')
    await desk.goto('/recovery')
    const waiting = desk.getByRole('row', { name: new RegExp(`thread on post-of-${accountId}`) })
    await expect(waiting).toContainText('network_error', { timeout: 40_000 })
    await expectAccessible(desk)
    await waiting.getByRole('button', { name: 'It happened' }).click()
    await expect(waiting).toContainText('Write what you found')
    await waiting.getByRole('textbox').fill('The thread stands on the platform.')
    await waiting.getByRole('button', { name: 'It happened' }).click()
    await expect(waiting).toHaveCount(0)
    const row = desk.getByRole('row', { name: new RegExp(`Trout of ${accountId}`) })
    await expect(row).toContainText('thread: done', { timeout: 30_000 })
  } finally {
    stub.child.kill()
  }
})

test('metrics that a connection fetches are told on the post, and in words why they could not be', async ({
  desk,
}) => {
  const stub = await startPlatformStub()
  try {
    await stub.fates(...Array.from({ length: 50 }, () => 'forbidden' as const))
    const { accountId } = await protectAccount('fetched')
    const credential = { url: `${stub.url}/webhook`, secret: stubSecret, fetchMetrics: true }
    const connection = { accountId, platform: 'hook', connector: 'webhook', credential }
    const connect = () => served().command(['connections', 'add', '-'], JSON.stringify(connection))
    await connect()
    const post = {
      accountId,
      platform: 'hook',
      postId: `post-of-${accountId}`,
      title: `Trout of ${accountId}`,
    }
    await served().command(['posts', 'watch', '-'], JSON.stringify(post))
    await desk.goto(`/recovery?q=${accountId}`)
    const row = desk.getByRole('row', { name: new RegExp(`Trout of ${accountId}`) })
    const refused = /Metrics could not be fetched at .*: the credential may not read them · next at /
    await expect(row).toContainText(refused, { timeout: 40_000 })
    await expectAccessible(desk)
    await expectNoSidewaysScroll(desk)
    await stub.fates()
    // A connection that was mended is asked at once.
    await connect()
    await expect(row).toContainText(/Metrics fetched at .* · next at /, { timeout: 40_000 })
  } finally {
    stub.child.kill()
  }
})
