import { describe, expect, test } from 'vitest'
import type { ResetAttempt } from '#lib/engine/guard/commands.ts'
import { resetConditions, resetConditionIds } from '#lib/engine/guard/reset-conditions.ts'
import { minute, reviewer } from '#tests/support/guard-script.ts'
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
