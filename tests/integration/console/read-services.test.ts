import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountsViewSchema } from '#lib/contracts/views/account-row.ts'
import { accountViewSchema } from '#lib/contracts/views/account-view.ts'
import { lockoutsViewSchema } from '#lib/contracts/views/lockout-row.ts'
import { evidenceViewSchema, lockoutViewSchema } from '#lib/contracts/views/lockout-view.ts'
import { overviewViewSchema } from '#lib/contracts/views/overview-view.ts'
import { velocityRanges, velocityViewSchema } from '#lib/contracts/views/velocity-view.ts'
import { readAccount } from '#lib/services/console/read-account.ts'
import { readAccounts } from '#lib/services/console/read-accounts.ts'
import { readEvidence } from '#lib/services/console/read-evidence.ts'
import { readLockout } from '#lib/services/console/read-lockout.ts'
import { readLockouts } from '#lib/services/console/read-lockouts.ts'
import { readOverview } from '#lib/services/console/read-overview.ts'
import { readVelocity } from '#lib/services/console/read-velocity.ts'
import { actorAt, openTestDesk, type TestDesk } from '#tests/support/test-desk.ts'

const minuteMs = 60_000
let desk: TestDesk

beforeAll(async () => {
  desk = await openTestDesk()
  await desk.open('calm')
  await desk.open('hot')
  desk.nowMs += 20 * minuteMs
  await desk.edit('calm', 3, 20_000, 'steady')
  // Ten seconds apart: the 12th trips tier 1, the 15th tier 2 and 3; then two are refused by the lockout.
  await desk.edit('hot', 17, 10_000)
})
afterAll(() => desk.close())

async function lockoutOfHot(): Promise<string> {
  const { active } = await readLockouts(desk.console)
  return active.find(({ accountId }) => accountId === 'hot')?.lockoutId ?? 'none'
}

test('the overview leads with the lockout and orders accounts by closeness', async () => {
  const view = overviewViewSchema.parse(await readOverview(desk.console))
  expect(view.lockouts).toMatchObject([
    {
      handle: '@hot',
      status: 'active',
      cause: 'velocity_tier_3',
      tripped: { actionCount: 15, spanMs: 140_000, windowMinutes: 5, threshold: 15, actionsPerMinute: 3 },
      attemptCount: 2,
      ordinalInDay: 1,
      agents: 1,
      targets: 15,
    },
  ])
  expect(view.accounts.map(({ accountId, state }) => [accountId, state])).toEqual([
    ['hot', 'locked_out'],
    ['calm', 'none'],
  ])
  expect(view.accountCount).toBe(2)
  const decided = view.decisions.minutes.reduce((sum, bar) => sum + bar.admitted + bar.held + bar.blocked, 0)
  expect(decided).toBe(20)
})

test('an account’s row counts down to each tier', async () => {
  const view = accountsViewSchema.parse(await readAccounts(desk.console))
  const calm = view.accounts.find(({ accountId }) => accountId === 'calm')
  expect(calm?.tiers.map(({ tier, count, left }) => [tier, count, left])).toEqual([
    ['tier_3', 3, 12],
    ['tier_2', 3, 12],
    ['tier_1', 3, 9],
  ])
  expect(calm?.lastHour).toMatchObject({ agents: 1, admitted: 3, blocked: 0 })
  expect(calm?.spark.points.at(-1)?.[1]).toBe(3)
})

test('the account page tells each transition once, newest first', async () => {
  const view = accountViewSchema.parse(await readAccount(desk.console, 'hot'))
  expect(view.transitions.map(({ from, to }) => [from, to])).toEqual([
    ['tier_1', 'locked_out'],
    ['none', 'tier_1'],
  ])
  expect(view.decisions).toHaveLength(17)
  expect(view.agents).toMatchObject([{ agentId: 'runaway', attempts: 17 }])
})

test('every range answers, and the short and the long way agree on the peak', async () => {
  const peaks = []
  for (const range of velocityRanges) {
    const view = velocityViewSchema.parse(await readVelocity(desk.console, 'hot', range))
    expect(view.lanes.map(({ tier }) => tier)).toEqual(['tier_3', 'tier_2', 'tier_1'])
    for (const { points } of view.lanes) expect(points.length).toBeLessThanOrEqual(1501)
    expect(view.ribbon.at(-1)?.state).toBe('locked_out')
    expect(view.ribbon[0]?.fromMs).toBe(view.fromMs)
    expect(view.flags.map(({ kind }) => kind)).toEqual([
      'policy_assigned',
      'tier_changed',
      'tier_changed',
      'lockout_opened',
    ])
    const attempts = view.attempts.buckets.reduce(
      (sum, bucket) =>
        sum + bucket.admitted + bucket.held + bucket.paced + bucket.blocked + bucket.refusedByLockout,
      0,
    )
    expect(attempts).toBe(17)
    peaks.push(Math.max(...(view.lanes[0]?.points.map((point) => point[1]) ?? [])))
  }
  expect(peaks).toEqual([15, 15, 15, 15, 15])
})

test('the lockout page holds the brief, the six conditions for this person, the zoom and the timeline', async () => {
  const actor = actorAt(desk.nowMs, 'Ana')
  const viewer = { id: actor.id, name: actor.name, role: actor.role, reauthenticatedUntilMs: desk.nowMs }
  const view = lockoutViewSchema.parse(await readLockout(desk.console, await lockoutOfHot(), viewer, actor))
  expect(view.conditions.map(({ id, status }) => [id, status])).toEqual([
    ['reviewer_signed_in', 'met'],
    ['claim_and_version', 'missing'],
    ['brief_acknowledged', 'missing'],
    ['statement_and_handle', 'missing'],
    ['agents_quiet', 'met'],
    ['second_reviewer', 'met'],
  ])
  expect(view.brief.claims[0]).toMatchObject({ id: 'what_tripped', events: 15 })
  expect(view.zoom.agents).toMatchObject([{ agentId: 'runaway', ofTripped: 15 }])
  expect(view.zoom.agents[0]?.marks).toHaveLength(17)
  expect(view.timeline.map(({ kind }) => kind)).toEqual([
    'attempt_refused',
    'attempt_refused',
    'lockout_opened',
    'tier_changed',
    'tier_changed',
  ])
})

test('a claim of the brief leads to its events', async () => {
  const view = evidenceViewSchema.parse(
    await readEvidence(desk.console, await lockoutOfHot(), 'what_tripped'),
  )
  expect(view.events).toHaveLength(15)
  expect(view.events.at(-1)?.decision).toMatchObject({
    outcome: 'blocked',
    reason: { code: 'velocity_tier_3' },
  })
  expect(view.missing).toEqual([])
})

test('after a reset the count starts afresh, on the chart as in the guard', async () => {
  const lockoutId = await lockoutOfHot()
  desk.nowMs += 16 * minuteMs
  const actor = actorAt(desk.nowMs, 'Ana')
  await desk.give('hot', { type: 'claim_lockout', actor, lockoutId })
  const state = (await desk.console.states.read(['hot'])).get('hot')
  const { version, briefDigest } = state?.lockout ?? { version: 0, briefDigest: '' }
  await desk.give('hot', { type: 'acknowledge_brief', actor, lockoutId, briefDigest })
  const statement = {
    reasonCode: 'agent_loop_fixed' as const,
    note: 'The loop was found and fixed.',
    override: null,
  }
  const reset = await desk.give('hot', {
    type: 'reset_lockout',
    actor,
    lockoutId,
    version,
    briefDigest,
    statement,
    typedHandle: '@hot',
  })
  expect(reset.kind).toBe('accepted')
  await desk.edit('hot', 2)
  const view = velocityViewSchema.parse(await readVelocity(desk.console, 'hot', '1h'))
  expect(view.lanes.map(({ count }) => count)).toEqual([2, 2, 2])
  expect(view.ribbon.map(({ state }) => state)).toEqual([
    'unknown',
    'none',
    'tier_1',
    'locked_out',
    'probation',
  ])
  const lockouts = lockoutsViewSchema.parse(await readLockouts(desk.console))
  expect(lockouts.active).toEqual([])
  expect(lockouts.closed).toMatchObject([
    { status: 'reset', attemptCount: 2, reset: { by: { name: 'Ana' }, reasonCode: 'agent_loop_fixed' } },
  ])
  const page = accountViewSchema.parse(await readAccount(desk.console, 'hot'))
  expect(page.account.state).toBe('probation')
  expect(page.account.probation).toMatchObject({ admittedEdits: 2, maxActions: 5 })
  expect(page.lastReset?.lockoutId).toBe(lockoutId)
})
