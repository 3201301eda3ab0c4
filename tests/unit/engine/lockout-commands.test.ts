import { describe, expect, test } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { minute, startMs, type GuardScript } from '#tests/support/guard-script.ts'
import { ana, ben, lockedOut, missing, readyMs } from '#tests/support/locked-out.ts'

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
