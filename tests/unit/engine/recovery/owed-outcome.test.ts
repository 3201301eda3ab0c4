import { describe, expect, it, test } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import type { ActionLife } from '#lib/engine/recovery/action-life.ts'
import { advanceAction } from '#lib/engine/recovery/advance-action.ts'
import type { LifeStep } from '#lib/engine/recovery/life-step.ts'
import { askIdOf, owedOutcome } from '#lib/engine/recovery/owed-outcome.ts'
import { minute, noonMs } from '#tests/support/recovery-samples.ts'

const fresh = { attempts: 0, firstAttemptAtMs: null, errorCode: null }
const tried = { attempts: 1, firstAttemptAtMs: noonMs, errorCode: null, askId: 'a.3' }
const reserved: ActionLife = { ...fresh, status: 'reserved', dueAtMs: noonMs }
const held: ActionLife = { ...reserved, askId: 'a.3' }
const running: ActionLife = { ...tried, status: 'running', leaseEndsAtMs: noonMs }
const unknown: ActionLife = {
  ...tried,
  errorCode: 'timeout',
  status: 'unknown',
  unknownSinceMs: noonMs,
  lookUps: 0,
  dueAtMs: noonMs,
}
const needsHuman: ActionLife = { ...tried, errorCode: 'timeout', status: 'needs_human' }
const settleMs = minute
const fail = (errorCode: string): LifeStep => {
  const times = { platformRetryAfterMs: null, nowMs: noonMs, settleMs, random: 0 }
  return { type: 'fail', attempt: 1, errorCode, mayHaveLeft: true, ...times }
}
const look = { nowMs: noonMs, random: 0 }
const nothingSent = { askId: 'a.7', status: 'failed', errorCode: 'not_sent', reference: null }
const failed = (errorCode: string) => ({ askId: 'a.3', status: 'failed', errorCode, reference: null })
const done = { askId: 'a.3', status: 'succeeded', errorCode: null, reference: 'r' }

describe('what the gate is owed, of an action at version 7', () => {
  test.each<[string, ActionLife, LifeStep, object | null]>([
    ['begun', reserved, { type: 'start', nowMs: noonMs, leaseMs: 1, askId: 'a.7' }, null],
    ['postponed', reserved, { type: 'postpone', untilMs: noonMs }, nothingSent],
    ['called off', reserved, { type: 'cancel' }, nothingSent],
    ['held', reserved, { type: 'hold', untilMs: noonMs, askId: 'a.7' }, null],
    ['held on', held, { type: 'hold', untilMs: noonMs, askId: 'a.3' }, null],
    ['held, called off', held, { type: 'cancel' }, { ...nothingSent, askId: 'a.3' }],
    ['held, asks anew', held, { type: 'postpone', untilMs: noonMs }, { ...nothingSent, askId: 'a.3' }],
    ['done', running, { type: 'succeed', attempt: 1, reference: 'r' }, done],
    ['surely failed', running, fail('rate_limit'), failed('rate_limit')],
    ['perhaps failed', running, fail('timeout'), null],
    ['lost', running, { type: 'lose', nowMs: noonMs + 1, settleMs }, null],
    ['found', unknown, { type: 'find', reference: 'r' }, done],
    ['found absent', unknown, { type: 'find_absent', ...look }, failed('timeout')],
    ['not found out', unknown, { type: 'fail_to_look', ...look }, null],
    ['for a person', unknown, { type: 'give_to_human' }, null],
    ['a person: happened', needsHuman, { type: 'settle', happened: true, reference: 'r' }, done],
    [
      'a person: did not',
      needsHuman,
      { type: 'settle', happened: false, reference: null },
      failed('timeout'),
    ],
  ])('%s', (_name, life, step, owed) => {
    const moved = advanceAction(life, step, presets.standard.recovery.retry)
    if (moved.kind === 'refused') throw new Error(moved.why)
    expect(owedOutcome({ actionId: 'a', version: 7, life }, moved)).toStrictEqual(owed)
  })

  it('is nothing for an attempt that is older than claims', () => {
    const { askId: _, ...old } = running
    const step = { type: 'succeed', attempt: 1, reference: 'r' } as const
    const moved = advanceAction(old, step, presets.standard.recovery.retry)
    if (moved.kind === 'refused') throw new Error(moved.why)
    expect(owedOutcome({ actionId: 'a', version: 7, life: old }, moved)).toBeNull()
    expect(askIdOf({ actionId: 'a', version: 7, life: held })).toBe('a.3')
  })
})
