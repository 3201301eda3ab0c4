import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Constraint, Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { readAccountPolicy, readPolicies } from '#lib/services/console/read-policies.ts'
import { assignPolicyVersion, setPolicyMode } from '#lib/services/policies/assign-policy-version.ts'
import { readPolicyText } from '#lib/services/policies/read-policy-text.ts'
import { replayPolicy } from '#lib/services/policies/replay-policy.ts'
import { badPolicies } from '#tests/support/bad-policies.ts'
import { actorAt, openTestDesk, type TestDesk } from '#tests/support/test-desk.ts'

const minute = 60_000
let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
  for (const accountId of ['brand', 'shop', 'bad', 'quiet']) await desk.open(accountId)
})
afterAll(() => desk.close())

function lead(role: 'lead' | 'reviewer' = 'lead') {
  return actorAt(desk.nowMs, 'lea', role)
}

/** Assigns to accounts as they are on the screen now. */
async function assign(policy: unknown, accountIds: readonly string[], role?: 'reviewer') {
  const { accounts } = await readPolicies(desk.console)
  const chosen = accountIds.map((accountId) => {
    const seenVersion = accounts.find((each) => each.accountId === accountId)?.policy?.version ?? null
    return { accountId, seenVersion }
  })
  const document = typeof policy === 'string' ? policy : JSON.stringify(policy)
  return assignPolicyVersion(desk.runtime, lead(role), { document, accounts: chosen })
}

async function verdictOf(accountId: string): Promise<string> {
  const [settled] = await desk.edit(accountId, 1, 5 * minute)
  const first = settled?.kind === 'recorded' ? settled.events[0]?.event : undefined
  return first?.type === 'action_decided' ? (first.data.reasons[0]?.code ?? first.data.verdict) : 'none'
}

const noContent: Constraint = {
  id: 'no_content_today',
  categories: ['content_modification'],
  riskThreshold: 1,
  approvalRequired: false,
  autoApprovalThreshold: 1,
  hourlyLimit: 0,
  dailyLimit: null,
  maxContentLength: null,
  requiredKeywords: [],
}

test('a custom constraint is added, changed and removed, each by a version of its own, from the next decision on', async () => {
  expect(await verdictOf('brand')).toBe('allow')
  const { standard } = presets
  const added: Policy = { ...standard, constraints: [...standard.constraints, noContent] }
  const { version, assigned } = await assign(added, ['brand', 'shop'])
  expect(assigned).toEqual(['brand', 'shop'])
  expect(await verdictOf('brand')).toBe('constraint_hourly_limit')
  expect(await verdictOf('shop')).toBe('constraint_hourly_limit')
  await assign({ ...standard, constraints: [...standard.constraints, { ...noContent, hourlyLimit: 1000 }] }, [
    'brand',
  ])
  expect(await verdictOf('brand')).toBe('allow')
  await assign(standard, ['brand'])
  const view = await readAccountPolicy(desk.console, 'brand')
  expect(view.policy).toEqual(standard)
  const [removed, changed, first] = view.versions
  expect(removed?.changes.map(({ path }) => path)).toContain('constraints.no_content_today.hourlyLimit')
  expect(removed?.changes.every(({ after }) => after === null)).toBe(true)
  expect(changed?.changes).toEqual([
    { path: 'constraints.no_content_today.hourlyLimit', before: '0', after: '1000' },
  ])
  expect(first).toMatchObject({ version, by: { name: 'lea' }, name: 'standard', mode: 'enforce' })
  expect(view.versions.at(-1)).toMatchObject({ isFirst: true, changes: [] })
})

test('the same document has one version on every account, another document another, whatever its name', async () => {
  const { accounts } = await readPolicies(desk.console)
  const shop = accounts.find(({ accountId }) => accountId === 'shop')?.policy
  const again = await assign(
    { ...presets.standard, constraints: [...presets.standard.constraints, noContent] },
    ['shop'],
  )
  expect(again).toEqual({ version: shop?.version, assigned: [] })
  const other = await assign({ ...presets.standard, limits: null }, ['shop'])
  expect(other.version).not.toBe(shop?.version)
})

test.each(badPolicies)(
  '$name: refused by name, and the policy in force stays',
  async ({ document, field }) => {
    const before = await readAccountPolicy(desk.console, 'bad')
    const refused = assign(document, ['bad', 'quiet'])
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_request',
      details: [expect.objectContaining({ name: field })],
    })
    const after = await readAccountPolicy(desk.console, 'bad')
    expect(after.version).toBe(before.version)
    expect(after.versions).toHaveLength(1)
    expect(await verdictOf('bad')).toBe('allow')
  },
)

test('only a lead may, and nobody overwrites a version that they have not seen', async () => {
  await expect(assign(presets.strict, ['quiet'], 'reviewer')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(
    setPolicyMode(desk.runtime, lead('reviewer'), { accountId: 'quiet', mode: 'shadow' }),
  ).rejects.toMatchObject({ code: 'forbidden' })
  const document = JSON.stringify(presets.strict)
  const stale = assignPolicyVersion(desk.runtime, lead(), {
    document,
    accounts: [{ accountId: 'quiet', seenVersion: 'older' }],
  })
  await expect(stale).rejects.toThrow('quiet is under version-1')
  expect((await readAccountPolicy(desk.console, 'quiet')).versions).toHaveLength(1)
})

test('shadow mode: what enforce would have refused is admitted and says so, until enforce is back', async () => {
  await desk.open('trial', { ...presets.standard, constraints: [noContent] }, 'trial-1')
  expect(await verdictOf('trial')).toBe('constraint_hourly_limit')
  await setPolicyMode(desk.runtime, lead(), { accountId: 'trial', mode: 'shadow' })
  const [settled] = await desk.edit('trial', 1)
  expect(settled).toMatchObject({
    events: [
      {
        event: {
          data: {
            verdict: 'allow',
            shadow: { verdict: 'blocked', reasons: [{ code: 'constraint_hourly_limit' }] },
          },
        },
      },
    ],
  })
  const view = await readAccountPolicy(desk.console, 'trial')
  expect(view.versions[0]).toMatchObject({
    mode: 'shadow',
    changes: [{ path: 'mode', before: '"enforce"', after: '"shadow"' }],
  })
  await setPolicyMode(desk.runtime, lead(), { accountId: 'trial', mode: 'enforce' })
  expect(await verdictOf('trial')).toBe('constraint_hourly_limit')
})

test('a replay tells what a proposed policy would have changed in the last 30 days, and writes nothing', async () => {
  await desk.open('busy')
  await desk.edit('busy', 20, 10_000)
  const seqOf = async () => (await desk.runtime.accounts.read('busy')).state.seq
  const before = await seqOf()
  desk.nowMs += 2 * 60 * minute
  const same = await replayPolicy(desk.runtime, 'busy', presets.standard, 30)
  expect(same).toMatchObject({ actions: 20, same: 1, added: [], avoided: [], moved: [], isCut: false })
  const loose = await replayPolicy(desk.runtime, 'busy', presetOf(10), 30)
  expect(loose).toMatchObject({ same: 0, added: [] })
  expect(loose.avoided).toHaveLength(1)
  expect(loose.lockedMs[1]).toBe(0)
  expect(loose.blocked[1]).toBeLessThan(loose.blocked[0])
  const tight = await replayPolicy(desk.runtime, 'busy', presetOf(2), null)
  expect(tight.moved).toHaveLength(1)
  expect(tight.moved[0]?.to.openedAtMs).toBeLessThan(tight.moved[0]?.from.openedAtMs ?? 0)
  expect(await seqOf()).toBe(before)
  desk.nowMs += 31 * 24 * 60 * minute
  const later = await replayPolicy(desk.runtime, 'busy', presetOf(2), null)
  expect(later).toMatchObject({ actions: 0, same: 0, moved: [], lockedMs: [0, 0] })
})

/** The standard policy with another rate of tier 3. */
function presetOf(actionsPerMinute: number): Policy {
  return readPolicyText(
    JSON.stringify({ name: 'proposed', velocity: { tiers: { tier_3: { actionsPerMinute } } } }),
  )
}
