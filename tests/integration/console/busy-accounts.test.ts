import { afterAll, beforeAll, expect, test } from 'vitest'
import { readOverview } from '#lib/services/console/read-overview.ts'
import { rollUpVelocity } from '#lib/services/roll-up-velocity.ts'
import { openTestDesk, type TestDesk } from '#tests/support/test-desk.ts'

const listed = 100
let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
  // More accounts in a tier than the overview shows; their agents then fall silent for most of an hour.
  for (let index = 0; index < listed + 5; index += 1) {
    await desk.open(`tiered-${String(index)}`)
    await desk.edit(`tiered-${String(index)}`, 12, 1)
  }
  desk.nowMs += 40 * 60_000
  await desk.open('busy')
  // One action short of tier 1, so that nothing but its attempts tells of it.
  await desk.edit('busy', 11, 1000)
})
afterAll(() => desk.close())

test('a busy account that never changed its tier is found among more in a tier than are shown', async () => {
  await rollUpVelocity(desk.runtime)
  const { accounts, accountCount } = await readOverview(desk.console)
  expect(accountCount).toBe(listed + 6)
  expect(accounts).toHaveLength(listed)
  expect(accounts[0]).toMatchObject({ accountId: 'busy', state: 'none' })
})
