import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { assignPolicy } from '#lib/services/accounts/assign-policy.ts'
import { liftStopOrder } from '#lib/services/stop-orders/lift-stop-order.ts'
import { setStopOrder } from '#lib/services/stop-orders/set-stop-order.ts'
import { type DecidedCall, startDecidingProcesses } from '#tests/support/deciding-processes.ts'
import { actorAt, openTestDesk, type TestDesk } from '#tests/support/test-desk.ts'

const processes = 4
const accountIds = ['north', 'east', 'south', 'west']

/** Never escalates at what a test can do, so that what is refused is refused by what the test did. */
const open: Policy = {
  ...presets.seed,
  name: 'open',
  velocity: {
    ...presets.seed.velocity,
    tiers: {
      tier_1: { windowMinutes: 1, actionsPerMinute: 50_000 },
      tier_2: { windowMinutes: 1, actionsPerMinute: 60_000 },
      tier_3: { windowMinutes: 1, actionsPerMinute: 70_000 },
    },
  },
}

const strict: Policy = {
  ...open,
  name: 'nothing at all',
  limits: { hourlyPerCategory: 0, dailyPerCategory: 0 },
}

let desk: TestDesk
beforeEach(async () => {
  desk = await openTestDesk(Date.now())
  for (const accountId of accountIds) await desk.open(accountId, open, 'open-1')
})
afterEach(() => desk.close())

/** Lets four processes decide, does something, lets them go on; tells the calls that ended before and that began after. */
async function underLoad(act: () => Promise<void>): Promise<Record<'before' | 'after', DecidedCall[]>> {
  const { databaseUrl } = desk
  const deciding = startDecidingProcesses(processes, { databaseUrl, accountIds })
  await deciding.goOn()
  desk.nowMs = Date.now()
  const askedAt = process.hrtime.bigint()
  await act()
  const acknowledgedAt = process.hrtime.bigint()
  await deciding.goOn()
  const calls = await deciding.stop()
  return {
    before: calls.filter(({ endedAt }) => BigInt(endedAt) < askedAt),
    after: calls.filter(({ begunAt }) => BigInt(begunAt) > acknowledgedAt),
  }
}

function admittedOf(calls: readonly DecidedCall[]): readonly DecidedCall[] {
  return calls.filter(({ verdict }) => verdict === 'allow')
}

/** Every process decided at both times, or the test would show nothing of it. */
function expectAllAtWork(calls: readonly DecidedCall[]): void {
  expect(new Set(calls.map(({ name }) => name)).size).toBe(processes)
}

test('a stop order on everything: no call that begins after it is acknowledged is admitted by any process', async () => {
  const { before, after } = await underLoad(async () => {
    const scope = { kind: 'everything' } as const
    await setStopOrder(desk.runtime, lead(), { scope, reason: 'the agents run wild', expiresAtMs: null })
  })
  expectAllAtWork(before)
  expectAllAtWork(after)
  expect(admittedOf(before).length).toBe(before.length)
  expect(admittedOf(after)).toEqual([])
  expect(new Set(after.map(({ reason }) => reason))).toEqual(new Set(['stop_order']))
})

test('a lifted stop order: every call that begins after that is admitted again', async () => {
  const scope = { kind: 'everything' } as const
  const order = { scope, reason: 'the agents run wild', expiresAtMs: null }
  const { stopOrderId } = await setStopOrder(desk.runtime, lead(), order)
  const { before, after } = await underLoad(() =>
    liftStopOrder(desk.runtime, lead(), { stopOrderId, reason: 'they were mended' }),
  )
  expectAllAtWork(after)
  expect(admittedOf(before)).toEqual([])
  expect(admittedOf(after).length).toBe(after.length)
})

test('a lockout by hand: no edit of the account that begins after it is admitted, the others go on', async () => {
  const { before, after } = await underLoad(async () => {
    const given = await desk.give('north', {
      type: 'lock_out_account',
      actor: actorAt(desk.nowMs, 'lea', 'lead'),
      reason: 'its posts make no sense',
    })
    expect(given.kind).toBe('accepted')
  })
  const of = (calls: readonly DecidedCall[]) => calls.filter(({ accountId }) => accountId === 'north')
  expectAllAtWork(of(before))
  expectAllAtWork(of(after))
  expect(admittedOf(of(before)).length).toBe(of(before).length)
  expect(admittedOf(of(after))).toEqual([])
  expect(admittedOf(after).length).toBe(after.length - of(after).length)
})

test('a stricter policy: no action of the account that begins after it is admitted, the others go on', async () => {
  const { before, after } = await underLoad(async () => {
    await assignPolicy(desk.runtime, 'north', strict, { by: { id: 'id-lea', name: 'lea' } })
  })
  const of = (calls: readonly DecidedCall[]) => calls.filter(({ accountId }) => accountId === 'north')
  expectAllAtWork(of(before))
  expectAllAtWork(of(after))
  expect(admittedOf(of(after))).toEqual([])
  expect(new Set(of(after).map(({ reason }) => reason))).toEqual(new Set(['global_hourly_limit']))
  expect(admittedOf(after).length).toBe(after.length - of(after).length)
})

function lead() {
  return actorAt(desk.nowMs, 'lea', 'lead')
}
