import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#lib/engine/guard/commands.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { readActionHistory, runActionCommand } from '#lib/services/actions/run-action-command.ts'
import { createRuntime, type Runtime } from '#lib/services/runtime.ts'
import { actorAt, openTestDesk, type TestDesk } from '#tests/support/test-desk.ts'

/** Everything is held: no velocity, every edit needs approval, and an approval stands for one minute. */
const holding: Policy = {
  ...presets.standard,
  name: 'holding',
  velocity: {
    counts: 'attempted',
    tiers: {
      tier_1: { windowMinutes: 1, actionsPerMinute: 10_000 },
      tier_2: { windowMinutes: 1, actionsPerMinute: 10_000 },
      tier_3: { windowMinutes: 1, actionsPerMinute: 10_000 },
    },
  },
  constraints: presets.standard.constraints.map((one) => ({
    ...one,
    approvalRequired: true,
    hourlyLimit: null,
    dailyLimit: null,
  })),
  limits: null,
  patterns: null,
  approvals: { expireMinutes: 1, irreversibleNeedsApproval: true },
}

let desk: TestDesk
let other: Runtime

beforeAll(async () => {
  desk = await openTestDesk()
  // A second process of its own memory on the same log.
  other = createRuntime({ databaseUrl: desk.databaseUrl, clock: () => desk.nowMs })
})
afterAll(async () => {
  await other.close()
  await desk.close()
})

const answer = async (
  runtime: Runtime,
  accountId: string,
  actionId: string,
  actor: Actor,
  approve: boolean,
) =>
  runActionCommand(runtime, { accountId, actionId, step: 'answered' }, (history) => ({
    type: approve ? 'approve_action' : 'reject_action',
    actor,
    history,
    digest: digestIn(history),
    reason: 'Looked at it.',
  }))

const claim = (
  runtime: Runtime,
  accountId: string,
  actionId: string,
  { agentId = 'runaway', digest = null }: { agentId?: string; digest?: string | null } = {},
) =>
  runActionCommand(runtime, { accountId, actionId, step: 'claimed' }, (history) => ({
    type: 'claim_action',
    agentId,
    digest,
    history,
  }))

const digestIn = (history: Awaited<ReturnType<typeof readActionHistory>>) => {
  const [first] = history
  return first?.event.type === 'action_decided' ? first.event.data.request.digest : ''
}

/** The code with which a claim was refused and recorded; null when it was not. */
const codeOfRefusedClaim = (result: Awaited<ReturnType<typeof claim>>) => {
  const event = result.kind === 'accepted' ? result.events[0]?.event : undefined
  return event?.type === 'claim_refused' ? event.data.code : null
}

const eventsOf = async (accountId: string, actionId: string) =>
  (await readActionHistory(desk.runtime, accountId, actionId)).map(({ event }) => event.type)

test('of two reviewers in two processes and the clock, exactly one decides each of 1 000 held actions', async () => {
  await desk.open('raced', holding, 'holding-1')
  const settlements = await desk.edit('raced', 1000, 0)
  const actionIds = settlements.map((settlement) => {
    if (settlement.kind !== 'recorded') throw new Error(settlement.kind)
    const [first] = settlement.events
    if (first?.event.type !== 'action_decided') throw new Error('not decided')
    expect(first.event.data.verdict).toBe('needs_approval')
    return first.event.data.request.actionId
  })
  const askedMs = desk.nowMs
  const sweep = (actionId: string) =>
    runActionCommand(other, { accountId: 'raced', actionId, step: 'answered' }, (history) => ({
      type: 'sweep_action',
      history,
    }))
  let answered = 0
  const decideAndClaim = async (actionId: string, index: number) => {
    const answers = await Promise.all([
      // Every tenth is left to Ben and the clock, so that both kinds of answer are sure to be given.
      ...(index % 10 === 0
        ? []
        : [answer(desk.runtime, 'raced', actionId, actorAt(desk.nowMs, 'ana'), true)]),
      answer(other, 'raced', actionId, actorAt(desk.nowMs, 'ben'), index % 20 === 0),
      sweep(actionId),
    ])
    answered += 1
    // Two thirds in, the time of all that still waits runs out while reviewers press their buttons.
    if (answered === 667) desk.nowMs = askedMs + 60_000
    const [another, changed] = await Promise.all([
      claim(desk.runtime, 'raced', actionId, { agentId: 'another' }),
      claim(other, 'raced', actionId, { digest: 'f'.repeat(64) }),
      claim(desk.runtime, 'raced', actionId),
      claim(other, 'raced', actionId),
      sweep(actionId),
    ])
    expect(codeOfRefusedClaim(another)).toBe('another_agents')
    expect(codeOfRefusedClaim(changed)).toBe('parameters_changed')
    return answers
  }
  const results = await inFlight(50, actionIds, decideAndClaim)
  const counts: Record<string, number> = {}
  for (const [index, actionId] of actionIds.entries()) {
    const accepted = results[index]?.filter(({ kind }) => kind === 'accepted') ?? []
    expect(accepted.length).toBeLessThanOrEqual(1)
    const events = await eventsOf('raced', actionId)
    const [, verdict = 'none', ...later] = events
    // Decided exactly once; claimed at most once, and only what was approved.
    expect(['action_approved', 'action_rejected', 'action_expired']).toContain(verdict)
    expect(later).toEqual(verdict === 'action_approved' && later.length > 0 ? ['action_claimed'] : [])
    counts[verdict] = (counts[verdict] ?? 0) + 1
    counts['claimed'] = (counts['claimed'] ?? 0) + later.length
  }
  // The race was one: each of the three won some, and most approvals were claimed in time.
  for (const verdict of ['action_approved', 'action_rejected', 'action_expired', 'claimed']) {
    expect(counts[verdict], verdict).toBeGreaterThan(0)
  }
  const rows = await desk.runtime.database.prisma.approval.groupBy({ by: ['status'], _count: true })
  expect(Object.fromEntries(rows.map(({ status, _count }) => [`action_${status}`, _count]))).toEqual({
    action_approved: counts['action_approved'],
    action_rejected: counts['action_rejected'],
    action_expired: counts['action_expired'],
  })
})

/** Works through the items with so many at once. */
async function inFlight<Item, Result>(
  width: number,
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const next = items.entries()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const [index, item] of next) results[index] = await work(item, index)
    }),
  )
  return results
}

test('two processes claim one grant: one gets it, the other is told that it is spent', async () => {
  await desk.open('claimed', presets.seed, 'seed-1')
  const [settlement] = await desk.edit('claimed', 1)
  if (settlement?.kind !== 'recorded' || settlement.events[0]?.event.type !== 'action_decided')
    throw new Error('not decided')
  const { actionId } = settlement.events[0].event.data.request
  const results = await Promise.all(
    [desk.runtime, other, desk.runtime, other].map((runtime) => claim(runtime, 'claimed', actionId)),
  )
  const types = results.map((result) =>
    result.kind === 'accepted' ? result.events[0]?.event.type : result.kind,
  )
  expect(types.toSorted()).toEqual(['action_claimed', 'claim_refused', 'claim_refused', 'claim_refused'])
})
