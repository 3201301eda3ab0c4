import { describe, expect, test } from 'vitest'
import type { ResetAttempt } from '#lib/engine/guard/commands.ts'
import { resetConditions, resetConditionIds } from '#lib/engine/guard/reset-conditions.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { minute, reviewer, startMs, type GuardScript } from '#tests/support/guard-script.ts'
import { ana, ben, claimAndAcknowledge, lockedOut, readyMs, resetAttempt } from '#tests/support/locked-out.ts'

const reset = (script: GuardScript, changes: Partial<ResetAttempt> = {}, atMs = readyMs) =>
  script.give({ type: 'reset_lockout', ...resetAttempt(script, changes) }, atMs)

const missing = (script: GuardScript, changes: Partial<ResetAttempt> = {}, atMs = readyMs) =>
  resetConditions(script.state, script.lockout, resetAttempt(script, changes), atMs)
    .filter(({ status }) => status !== 'met')
    .map(({ id }) => id)

describe('reset', () => {
  test('with all six met it resets, starts the count afresh and begins probation', () => {
    const script = lockedOut()
    expect(reset(script).kind).toBe('accepted')
    expect(script.state).toMatchObject({
      lockout: null,
      tier: 'none',
      countedAtMs: [],
      probation: { endsAtMs: readyMs + 10 * minute, admittedEdits: 0 },
    })
    expect(script.ask(readyMs + 1).verdict).toBe('allow')
  })

  const strangers = reviewer('eve', { role: 'viewer', reauthenticatedAtMs: readyMs })
  const statement = resetAttempt(lockedOut()).statement
  test.each<{ name: string; changes: Partial<ResetAttempt>; lacks: string[] }>([
    { name: 'a viewer', changes: { actor: { ...ana, role: 'viewer' } }, lacks: ['reviewer'] },
    {
      name: 'a sign-in 15 min and 1 ms old',
      changes: { actor: { ...ana, reauthenticatedAtMs: readyMs - 15 * minute - 1 } },
      lacks: ['reviewer'],
    },
    {
      name: 'a sign-in 15 min old',
      changes: { actor: { ...ana, reauthenticatedAtMs: readyMs - 15 * minute } },
      lacks: [],
    },
    {
      name: 'another reviewer without claim and reading',
      changes: { actor: ben },
      lacks: ['claim_and_version', 'brief_acknowledged'],
    },
    { name: 'an old version', changes: { version: 1 }, lacks: ['claim_and_version'] },
    { name: 'another brief', changes: { briefDigest: 'f'.repeat(64) }, lacks: ['brief_acknowledged'] },
    {
      name: 'a note of 19 characters',
      changes: { statement: { ...statement, note: 'x'.repeat(19) } },
      lacks: ['statement'],
    },
    {
      name: 'a note of 20 characters',
      changes: { statement: { ...statement, note: 'x'.repeat(20) } },
      lacks: [],
    },
    {
      name: 'a note of blanks',
      changes: { statement: { ...statement, note: ' '.repeat(30) } },
      lacks: ['statement'],
    },
    { name: 'the handle half typed', changes: { typedHandle: '@acc' }, lacks: ['statement'] },
    {
      name: 'an override',
      changes: { statement: { ...statement, override: { reason: 'The campaign is known to us.' } } },
      lacks: ['second_reviewer'],
    },
    {
      name: 'everything wrong',
      changes: { actor: strangers, version: 9, typedHandle: '' },
      lacks: ['reviewer', 'claim_and_version', 'brief_acknowledged', 'statement'],
    },
  ])('$name lacks $lacks', ({ changes, lacks }) => {
    const script = lockedOut()
    expect(missing(script, changes)).toEqual(lacks)
    const before = script.recorded.length
    const result = reset(script, changes)
    expect(result.kind).toBe(lacks.length === 0 ? 'accepted' : 'refused')
    if (result.kind === 'refused') {
      expect(result.reasons).toHaveLength(lacks.length)
      expect(result.reasons.every(({ who }) => who !== null)).toBe(true)
      expect(script.recorded).toHaveLength(before)
    }
  })

  test('the six conditions always stand in the order of the contract', () => {
    const script = lockedOut()
    const conditions = resetConditions(script.state, script.lockout, resetAttempt(script), readyMs)
    expect(conditions.map(({ id }) => id)).toEqual(resetConditionIds)
  })

  test('a claim that has run out is missing; acting on the lockout renews it', () => {
    const script = lockedOut()
    expect(missing(script, {}, readyMs + 5 * minute - 1)).toEqual([])
    expect(missing(script, {}, readyMs + 5 * minute)).toEqual(['claim_and_version'])
  })

  test('the loser of a race is told who reset and when', () => {
    const script = lockedOut()
    const attempt = resetAttempt(script, { actor: ben })
    reset(script)
    expect(script.give({ type: 'reset_lockout', ...attempt }, readyMs + 1)).toEqual({
      kind: 'refused',
      reasons: [
        {
          code: 'lockout_not_active',
          message: `ana reset this lockout at ${new Date(readyMs).toISOString()}`,
          who: 'ana',
          metAtMs: readyMs,
        },
      ],
    })
  })
})

describe('quiet agents', () => {
  test('11 attempts in 15 min are quiet, 12 are not, and metAtMs is when they are', () => {
    const script = lockedOut()
    script.burst(11, readyMs - minute, 1000)
    expect(missing(script)).toEqual([])
    script.ask(readyMs - 1000)
    const conditions = resetConditions(script.state, script.lockout, resetAttempt(script), readyMs)
    const quiet = conditions.find(({ id }) => id === 'agents_quiet')
    expect(quiet).toMatchObject({
      status: 'missing',
      title: 'Agents quiet: 12 attempts in 15 min, 11 allowed',
    })
    const metAtMs = quiet?.metAtMs ?? 0
    expect(metAtMs).toBe(readyMs - minute + 15 * minute + 1)
    const again = { actor: { ...ana, reauthenticatedAtMs: metAtMs } }
    claimAndAcknowledge(script, again.actor, metAtMs - 1)
    expect(missing(script, again, metAtMs - 1)).toEqual(['agents_quiet'])
    expect(missing(script, again, metAtMs)).toEqual([])
  })
})

describe('second reviewer', () => {
  const two: Policy = { ...presets.standard, lockout: { ...presets.standard.lockout, resetApprovals: 2 } }
  const ask = (script: GuardScript, atMs = readyMs) => {
    script.give({ type: 'request_reset', ...resetAttempt(script) }, atMs)
    return script.lockout.request?.requestId ?? ''
  }
  const vote = (script: GuardScript, requestId: string, actor = ben, approved = true, atMs = readyMs + 1) =>
    script.give(
      { type: 'vote_on_reset', actor, lockoutId: script.lockout.lockoutId, requestId, approved, note: 'no' },
      atMs,
    )

  test('is waiting once asked, met once another approves', () => {
    const script = lockedOut(two)
    expect(missing(script)).toEqual(['second_reviewer'])
    const requestId = ask(script)
    const waiting = resetConditions(script.state, script.lockout, resetAttempt(script), readyMs)
    expect(waiting.at(-1)?.status).toBe('waiting')
    expect(vote(script, requestId).kind).toBe('accepted')
    expect(reset(script, {}, readyMs + 2).kind).toBe('accepted')
    expect(script.recorded.at(-1)?.event.data).toMatchObject({ secondReviewer: { name: 'ben' } })
  })

  test.each<{ name: string; says: string; spoil: (script: GuardScript, requestId: string) => void }>([
    {
      name: 'the first reviewer votes',
      says: 'expires in 30 min',
      spoil: (script, id) => vote(script, id, ana),
    },
    { name: 'it is rejected', says: 'ben rejected it', spoil: (script, id) => vote(script, id, ben, false) },
    {
      name: 'the brief moves',
      says: 'is void: the brief has changed',
      spoil: (script, id) => {
        vote(script, id)
        script.give(
          { type: 'revise_brief', actor: ana, lockoutId: script.lockout.lockoutId, note: 'more' },
          readyMs + 1,
        )
        claimAndAcknowledge(script, ana, readyMs + 1)
      },
    },
    {
      name: 'the policy moves',
      says: 'is void: the policy has changed',
      spoil: (script, id) => {
        vote(script, id)
        script.give(
          { type: 'assign_policy', policyVersion: 'standard-2', policy: two, by: null },
          readyMs + 1,
        )
      },
    },
    {
      name: 'the claim changes hands',
      says: 'is void: the lockout has changed hands',
      spoil: (script, id) => {
        vote(script, id)
        const { lockoutId } = script.lockout
        script.give({ type: 'release_claim', actor: ana, lockoutId }, readyMs + 1)
        claimAndAcknowledge(script, ana, readyMs + 1)
      },
    },
    {
      name: 'it is upheld',
      says: 'is void: the lockout has changed hands, or was upheld',
      spoil: (script, id) => {
        vote(script, id)
        const { lockoutId, version } = script.lockout
        const uphold = { type: 'uphold_lockout', actor: ana, lockoutId, version } as const
        script.give({ ...uphold, note: '', reviewAtMs: null }, readyMs + 1)
      },
    },
  ])('is void when $name, and says so', ({ says, spoil }) => {
    const script = lockedOut(two)
    const requestId = ask(script)
    spoil(script, requestId)
    expect(missing(script, {}, readyMs + 2)).toEqual(['second_reviewer'])
    const conditions = resetConditions(script.state, script.lockout, resetAttempt(script), readyMs + 2)
    expect(conditions.at(-1)?.detail).toContain(says)
  })

  test('is asked once: what was voted on, or replaced by a newer one, is not open', () => {
    const script = lockedOut(two)
    const first = ask(script)
    const second = ask(script)
    expect(vote(script, first)).toMatchObject({ reasons: [{ code: 'request_not_open' }] })
    expect(vote(script, second).kind).toBe('accepted')
    expect(vote(script, second, reviewer('eva'))).toMatchObject({
      reasons: [
        { code: 'request_not_open', message: expect.stringContaining('ben has voted on it') as string },
      ],
    })
  })

  test('expires 30 min after it was asked', () => {
    const script = lockedOut(two)
    vote(script, ask(script))
    const atMs = readyMs + 30 * minute
    const again = { actor: { ...ana, reauthenticatedAtMs: atMs } }
    claimAndAcknowledge(script, again.actor, atMs - 1)
    expect(missing(script, again, atMs - 1)).toEqual([])
    expect(missing(script, again, atMs)).toEqual(['second_reviewer'])
  })

  test('approves this statement and no other', () => {
    const script = lockedOut(two)
    vote(script, ask(script))
    const statement = { reasonCode: 'other', note: 'Something else was meant.', override: null } as const
    expect(missing(script, { statement }, readyMs + 2)).toEqual(['second_reviewer'])
  })

  test('is needed for a repeat within 24 h', () => {
    const script = lockedOut()
    reset(script)
    script.burst(20, readyMs + 20 * minute, 1000)
    expect(script.lockout.parentLockoutId).toBe(script.state.closedLockouts[0]?.lockoutId)
    const atMs = readyMs + 50 * minute
    const actor = { ...ana, reauthenticatedAtMs: atMs }
    claimAndAcknowledge(script, actor, atMs)
    expect(missing(script, { actor }, atMs)).toEqual(['second_reviewer'])
  })
})

describe('commands on a lockout', () => {
  test('a claim is exclusive while it lasts', () => {
    const script = lockedOut()
    const { lockoutId } = script.lockout
    const claim = (atMs: number) => script.give({ type: 'claim_lockout', actor: ben, lockoutId }, atMs)
    expect(claim(readyMs + 1)).toMatchObject({
      kind: 'refused',
      reasons: [{ code: 'claimed_by_another', who: 'ana' }],
    })
    expect(claim(readyMs + 5 * minute).kind).toBe('accepted')
  })

  test('uphold keeps it locked and raises the version', () => {
    const script = lockedOut()
    const { lockoutId, version } = script.lockout
    const uphold = {
      type: 'uphold_lockout',
      actor: ana,
      lockoutId,
      version,
      note: '',
      reviewAtMs: null,
    } as const
    expect(script.give(uphold, readyMs).kind).toBe('accepted')
    expect(script.lockout).toMatchObject({ version: version + 1, upheld: { by: { name: 'ana' } } })
    expect(script.give(uphold, readyMs)).toMatchObject({ reasons: [{ code: 'version_conflict' }] })
  })

  describe('taking an uphold back', () => {
    const upheld = () => {
      const script = lockedOut()
      const { lockoutId, version } = script.lockout
      const uphold = { type: 'uphold_lockout', actor: ana, lockoutId } as const
      script.give({ ...uphold, version, note: 'first', reviewAtMs: readyMs + minute }, readyMs)
      script.give({ ...uphold, version: version + 1, note: 'second', reviewAtMs: null }, readyMs)
      return script
    }
    const withdraw = (script: GuardScript, actor = ana, version = script.lockout.version, atMs = readyMs) =>
      script.give({ type: 'withdraw_uphold', actor, lockoutId: script.lockout.lockoutId, version }, atMs)

    test('what stood before it stands again, and the version rises', () => {
      const script = upheld()
      const { version } = script.lockout
      expect(withdraw(script).kind).toBe('accepted')
      expect(script.lockout).toMatchObject({
        version: version + 1,
        upheld: { note: 'first', reviewAtMs: readyMs + minute },
      })
      expect(withdraw(script).kind).toBe('accepted')
      expect(script.lockout.upheld).toBeNull()
    })

    test.each([
      { name: 'nobody upheld it', script: lockedOut, actor: ana, code: 'not_upheld' },
      { name: 'another upheld it', script: upheld, actor: ben, code: 'upheld_by_another' },
      {
        name: 'a viewer asks',
        script: upheld,
        actor: { ...ana, role: 'viewer' as const },
        code: 'reviewer_required',
      },
    ])('is refused when $name', ({ script: given, actor, code }) => {
      expect(withdraw(given(), actor)).toMatchObject({ kind: 'refused', reasons: [{ code }] })
    })

    test('is refused when the lockout has moved or another has claimed it', () => {
      const script = upheld()
      const { version, lockoutId } = script.lockout
      expect(withdraw(script, ana, version - 1)).toMatchObject({ reasons: [{ code: 'version_conflict' }] })
      script.give({ type: 'release_claim', actor: ana, lockoutId }, readyMs)
      script.give({ type: 'claim_lockout', actor: ben, lockoutId }, readyMs)
      expect(withdraw(script)).toMatchObject({ reasons: [{ code: 'claimed_by_another', who: 'ben' }] })
    })
  })

  test('a note makes a new digest and voids the acknowledgement', () => {
    const script = lockedOut()
    const { lockoutId, briefDigest } = script.lockout
    script.give({ type: 'revise_brief', actor: ana, lockoutId, note: 'Vendor confirms.' }, readyMs)
    expect(script.lockout.briefDigest).not.toBe(briefDigest)
    expect(missing(script)).toEqual(['brief_acknowledged'])
  })

  test('the kill switch wants a reason and an account that is not locked out', () => {
    const script = lockedOut()
    const lockOut = (reason: string) => script.give({ type: 'lock_out_account', actor: ben, reason }, readyMs)
    expect(lockOut('too short')).toMatchObject({ reasons: [{ code: 'note_required' }] })
    expect(lockOut('Long enough to say why it is.')).toMatchObject({
      reasons: [{ code: 'already_locked_out' }],
    })
  })
})

test('the brief of a lockout is the same from the same events', () => {
  expect(lockedOut(presets.seed).lockout.briefDigest).toBe(lockedOut(presets.seed).lockout.briefDigest)
  const { brief } = lockedOut(presets.seed).lockout
  expect(brief.claims[0]).toMatchObject({
    sentence: '15 actions in 14 s; the limit is 15 in 5 min (3.0/min). Tier 3.',
  })
  expect(brief.claims[0]?.evidence).toHaveLength(15)
  expect(brief.lastHour.reduce((sum, one) => sum + one.admitted + one.blocked, 0)).toBe(15)
  expect(brief.atMs).toBe(startMs + 14_000)
})
