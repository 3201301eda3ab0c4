import { describe, expect, test } from 'vitest'
import { resetConditions } from '#lib/engine/guard/reset-conditions.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { minute, reviewer, type GuardScript } from '#tests/support/guard-script.ts'
import {
  ana,
  ben,
  claimAndAcknowledge,
  lockedOut,
  missing,
  readyMs,
  reset,
  resetAttempt,
} from '#tests/support/locked-out.ts'

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
