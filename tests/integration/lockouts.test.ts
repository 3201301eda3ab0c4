import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/engine/guard/commands.ts'
import type { ActiveLockout } from '#lib/engine/guard/state.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { lockoutOutcome } from '#lib/http/lockout-outcome.ts'
import { acknowledgeBrief } from '#lib/services/lockouts/acknowledge-brief.ts'
import { addBriefNote } from '#lib/services/lockouts/add-brief-note.ts'
import { claimLockout } from '#lib/services/lockouts/claim-lockout.ts'
import { lockOutAccount } from '#lib/services/lockouts/lock-out-account.ts'
import { releaseClaim } from '#lib/services/lockouts/release-claim.ts'
import { requestReset } from '#lib/services/lockouts/request-reset.ts'
import { resetLockout } from '#lib/services/lockouts/reset-lockout.ts'
import { upholdLockout } from '#lib/services/lockouts/uphold-lockout.ts'
import { voteOnReset } from '#lib/services/lockouts/vote-on-reset.ts'
import { withdrawUphold } from '#lib/services/lockouts/withdraw-uphold.ts'
import { createRuntime } from '#lib/services/runtime.ts'
import { actorAt, openTestDesk, type TestDesk } from '#tests/support/test-desk.ts'

const minuteMs = 60_000
const statement = {
  reasonCode: 'agent_loop_fixed' as const,
  note: 'The loop was found and fixed.',
  override: null,
}
let desk: TestDesk
let ana: Actor
let ben: Actor

beforeEach(async () => {
  desk = await openTestDesk()
  await desk.open('shop')
  await desk.edit('shop', 15)
  desk.nowMs += 16 * minuteMs
  ana = actorAt(desk.nowMs, 'Ana')
  ben = actorAt(desk.nowMs, 'Ben')
})
afterEach(() => desk.close())

async function active(): Promise<ActiveLockout> {
  const lockout = (await desk.console.states.read(['shop'])).get('shop')?.lockout
  if (!lockout) throw new Error('the account is not locked out')
  return lockout
}

/** What the page would send now, changed where a test wants it wrong. */
async function attempt(changes: object = {}): Promise<Parameters<typeof resetLockout>[2]> {
  const { lockoutId, version, briefDigest } = await active()
  return { lockoutId, version, briefDigest, handle: '@shop', statement, ...changes }
}

async function claimAndRead(actor: Actor): Promise<void> {
  const { lockoutId, briefDigest } = await active()
  await claimLockout(desk.runtime, actor, { lockoutId })
  await acknowledgeBrief(desk.runtime, actor, { lockoutId, briefDigest })
}

/** The ids of all that a reset lacks; empty when it was done. */
async function missing(actor: Actor, changes: object = {}): Promise<string[]> {
  const outcome = await lockoutOutcome(resetLockout(desk.runtime, actor, await attempt(changes)))
  return outcome.kind === 'done' ? [] : outcome.unmet.map(({ id }) => id)
}

describe('a reset', () => {
  test('is refused with everything that is missing, and each condition met takes one line away', async () => {
    const stale = { ...ana, reauthenticatedAtMs: desk.nowMs - 16 * minuteMs }
    await desk.edit('shop', 12)
    const wrong = { handle: '@sho', statement: { ...statement, note: 'too short' } }
    expect(await missing(stale, wrong)).toEqual([
      'reviewer_signed_in',
      'claim_and_version',
      'brief_acknowledged',
      'statement_and_handle',
      'agents_quiet',
    ])
    expect(await missing(ana, wrong)).not.toContain('reviewer_signed_in')
    const { lockoutId, briefDigest } = await active()
    await claimLockout(desk.runtime, ana, { lockoutId })
    expect(await missing(ana, wrong)).toEqual(['brief_acknowledged', 'statement_and_handle', 'agents_quiet'])
    await acknowledgeBrief(desk.runtime, ana, { lockoutId, briefDigest })
    expect(await missing(ana, wrong)).toEqual(['statement_and_handle', 'agents_quiet'])
    expect(await missing(ana, { handle: '@sho' })).toEqual(['statement_and_handle', 'agents_quiet'])
    expect(await missing(ana)).toEqual(['agents_quiet'])
    desk.nowMs += 14 * minuteMs
    ana = actorAt(desk.nowMs, 'Ana')
    await claimLockout(desk.runtime, ana, { lockoutId })
    expect(await missing(ana)).toEqual(['agents_quiet'])
    desk.nowMs += minuteMs
    expect(await missing(ana)).toEqual([])
  })

  test.each([
    ['exactly 15 minutes ago', 15 * minuteMs, true],
    ['a millisecond more', 15 * minuteMs + 1, false],
  ])('counts a password entered %s: %s', async (_name, ageMs, isMet) => {
    await claimAndRead(ana)
    const actor = { ...ana, reauthenticatedAtMs: desk.nowMs - ageMs }
    expect(await missing(actor)).toEqual(isMet ? [] : ['reviewer_signed_in'])
  })

  test('is refused on a screen that is behind', async () => {
    await claimAndRead(ana)
    const { version } = await active()
    expect(await missing(ana, { version: version - 1 })).toEqual(['claim_and_version'])
  })

  test('is refused when the brief was added to after it was read', async () => {
    await claimAndRead(ana)
    const { lockoutId, version } = await active()
    await addBriefNote(desk.runtime, ben, { lockoutId, version, note: 'The vendor says it was a cache.' })
    expect(await missing(ana)).toEqual(['brief_acknowledged'])
  })

  test('is refused while another holds the claim, and says who', async () => {
    await claimAndRead(ana)
    const outcome = await lockoutOutcome(resetLockout(desk.runtime, ben, await attempt()))
    expect(outcome).toMatchObject({
      kind: 'refused',
      unmet: [{ id: 'claim_and_version' }, { id: 'brief_acknowledged' }],
    })
    expect(JSON.stringify(outcome)).toContain('Ana')
  })

  test('starts the count afresh and probation', async () => {
    await claimAndRead(ana)
    const result = await resetLockout(desk.runtime, ana, await attempt())
    expect(result).toMatchObject({ kind: 'done', state: { lockout: null, countedAtMs: [], tier: 'none' } })
    const [next] = await desk.edit('shop', 1)
    expect(next).toMatchObject({
      kind: 'recorded',
      events: [{ event: { data: { verdict: 'allow', counts: { tier_3: 1 } } } }],
    })
  })

  test('pressed by two reviewers and two processes at once is done once; the others are told who and when', async () => {
    const other = createRuntime({ databaseUrl: desk.databaseUrl, clock: () => desk.nowMs })
    try {
      for (let round = 0; round < 5; round += 1) {
        await claimAndRead(ana)
        const input = await attempt()
        const [first, second, bens] = await Promise.all([
          resetLockout(desk.runtime, ana, input),
          resetLockout(other, ana, input),
          resetLockout(other, ben, input),
        ])
        const own = [first, second]
        const loser = own.find(({ kind }) => kind === 'refused')
        expect(own.filter(({ kind }) => kind === 'done')).toHaveLength(1)
        expect(loser).toMatchObject({ reasons: [{ code: 'lockout_not_active' }] })
        expect(loser?.kind === 'refused' && loser.message).toMatch(/Ana.*\d\d:\d\d|\d\d:\d\d.*Ana/)
        // Before the reset Ben is told who holds the claim, after it who has reset.
        expect(bens.kind === 'refused' && bens.message + JSON.stringify(bens.reasons)).toContain('Ana')
        // Far enough apart that the next lockout is no repeat.
        desk.nowMs += 25 * 60 * minuteMs
        await desk.edit('shop', 15)
        desk.nowMs += 16 * minuteMs
        ana = actorAt(desk.nowMs, 'Ana')
      }
    } finally {
      await other.close()
    }
    const resets = await desk.runtime.database.prisma.event.count({ where: { type: 'lockout_reset' } })
    expect(resets).toBe(5)
  })
})

describe('a second reviewer', () => {
  beforeEach(async () => {
    await desk.give('shop', {
      type: 'assign_policy',
      policyVersion: 'strict-1',
      policy: presets.strict,
      by: null,
    })
    await claimAndRead(ana)
  })

  async function ask(): Promise<string> {
    const { lockoutId, version, briefDigest } = await active()
    const asked = await requestReset(desk.runtime, ana, { lockoutId, version, briefDigest, statement })
    expect(asked.kind).toBe('done')
    return (await active()).request?.requestId ?? 'none'
  }

  test('is needed when the policy says two, must be another, and approves this very reset', async () => {
    expect(await missing(ana)).toEqual(['second_reviewer'])
    const requestId = await ask()
    const { lockoutId } = await active()
    const vote = { lockoutId, requestId, approved: true, note: '' }
    expect(await voteOnReset(desk.runtime, ana, vote)).toMatchObject({
      reasons: [{ code: 'request_is_own' }],
    })
    const viewer = actorAt(desk.nowMs, 'Vera', 'viewer')
    expect(await voteOnReset(desk.runtime, viewer, vote)).toMatchObject({
      reasons: [{ code: 'reviewer_required' }],
    })
    expect((await voteOnReset(desk.runtime, ben, vote)).kind).toBe('done')
    const otherNote = { statement: { ...statement, note: 'Another story altogether, not approved.' } }
    expect(await missing(ana, otherNote)).toEqual(['second_reviewer'])
    expect(await missing(ana)).toEqual([])
  })

  test('cannot approve after 30 minutes', async () => {
    const requestId = await ask()
    desk.nowMs += 30 * minuteMs
    const { lockoutId } = await active()
    const late = await voteOnReset(desk.runtime, actorAt(desk.nowMs, 'Ben'), {
      lockoutId,
      requestId,
      approved: true,
      note: '',
    })
    expect(late).toMatchObject({ reasons: [{ code: 'request_not_open' }] })
  })
})

describe('what each role may do', () => {
  const acts: readonly (readonly [string, (actor: Actor) => Promise<{ kind: string }>])[] = [
    ['claim', async (actor) => claimLockout(desk.runtime, actor, await active())],
    ['acknowledge', async (actor) => acknowledgeBrief(desk.runtime, actor, await active())],
    ['note', async (actor) => addBriefNote(desk.runtime, actor, { ...(await active()), note: 'Seen.' })],
    [
      'uphold',
      async (actor) =>
        upholdLockout(desk.runtime, actor, { ...(await active()), note: '', reviewAtMs: null }),
    ],
  ]
  test.each(acts)('%s: reviewers and leads, never viewers', async (_name, act) => {
    expect(await act(actorAt(desk.nowMs, 'Vera', 'viewer'))).toMatchObject({
      kind: 'refused',
      reasons: [{ code: 'reviewer_required' }],
    })
    expect((await act(actorAt(desk.nowMs, 'Rita', 'reviewer'))).kind).toBe('done')
  })

  test('a viewer’s reset lacks the role among the rest', async () => {
    expect(await missing(actorAt(desk.nowMs, 'Vera', 'viewer'))).toContain('reviewer_signed_in')
  })
})

test('a claim is given back, and upholding keeps the lock', async () => {
  const { lockoutId } = await active()
  await claimLockout(desk.runtime, ana, { lockoutId })
  expect(await claimLockout(desk.runtime, ben, { lockoutId })).toMatchObject({
    reasons: [{ code: 'claimed_by_another' }],
  })
  await releaseClaim(desk.runtime, ana, { lockoutId })
  expect((await claimLockout(desk.runtime, ben, { lockoutId })).kind).toBe('done')
  const { version } = await active()
  const upheld = await upholdLockout(desk.runtime, ben, {
    lockoutId,
    version,
    note: 'Right.',
    reviewAtMs: null,
  })
  expect(upheld).toMatchObject({ kind: 'done', state: { lockout: { upheld: { by: { name: 'Ben' } } } } })
  const [blocked] = await desk.edit('shop', 1)
  expect(blocked).toMatchObject({ events: [{ event: { data: { verdict: 'blocked' } } }] })
})

test('who upheld takes it back, and the queue shows it undecided again', async () => {
  const { lockoutId, version } = await active()
  const input = { lockoutId, version, note: 'Right.', reviewAtMs: desk.nowMs + minuteMs }
  expect((await upholdLockout(desk.runtime, ana, input)).kind).toBe('done')
  const rowOf = () => desk.runtime.database.prisma.lockout.findUniqueOrThrow({ where: { id: lockoutId } })
  expect(await rowOf()).toMatchObject({ version: version + 1, upheldByName: 'Ana' })
  const made = { lockoutId, version: version + 1 }
  expect(await withdrawUphold(desk.runtime, ben, made)).toMatchObject({
    reasons: [{ code: 'upheld_by_another', who: 'Ana' }],
  })
  expect((await withdrawUphold(desk.runtime, ana, made)).kind).toBe('done')
  expect(await rowOf()).toMatchObject({ version: version + 2, upheldByName: null, reviewAt: null })
})

test('the kill switch locks a calm account, once', async () => {
  await desk.open('calm')
  const lead = actorAt(desk.nowMs, 'Lea', 'lead')
  const input = { accountId: 'calm', note: 'The vendor reports a stolen key.' }
  expect(await lockOutAccount(desk.runtime, lead, input)).toMatchObject({
    kind: 'done',
    state: { lockout: { cause: 'kill_switch' } },
  })
  expect(await lockOutAccount(desk.runtime, lead, input)).toMatchObject({
    reasons: [{ code: 'already_locked_out' }],
  })
})
