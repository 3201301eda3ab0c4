import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import type { ActionLife } from '#lib/engine/recovery/action-life.ts'
import { advanceAction } from '#lib/engine/recovery/advance-action.ts'
import { legalSteps } from '#lib/engine/recovery/legal-steps.ts'
import type { LifeStep } from '#lib/engine/recovery/life-step.ts'
import { type RecoveryStatus, recoveryStatuses } from '#lib/engine/recovery/recovery-action.ts'
import { minute, noonMs } from '#tests/support/recovery-samples.ts'

const retry = presets.standard.recovery.retry
const progress = { attempts: 2, firstAttemptAtMs: noonMs - minute, errorCode: 'timeout' }
const fresh = { attempts: 0, firstAttemptAtMs: null, errorCode: null }

const lives: Record<RecoveryStatus, ActionLife> = {
  reserved: { ...fresh, status: 'reserved', dueAtMs: noonMs },
  running: { ...progress, status: 'running', leaseEndsAtMs: noonMs - 1 },
  succeeded: { ...progress, status: 'succeeded', reference: 'r' },
  failed: { ...progress, status: 'failed' },
  retry_scheduled: { ...progress, status: 'retry_scheduled', dueAtMs: noonMs },
  unknown: { ...progress, status: 'unknown', unknownSinceMs: noonMs - minute, lookUps: 0, dueAtMs: noonMs },
  needs_human: { ...progress, status: 'needs_human' },
  exhausted: { ...progress, status: 'exhausted', why: 'not_transient' },
  cancelled: { ...progress, status: 'cancelled' },
}

const failure = {
  type: 'fail',
  attempt: 2,
  errorCode: 'service_unavailable',
  mayHaveLeft: true,
  platformRetryAfterMs: null,
  nowMs: noonMs,
  settleMs: minute,
  random: 0.5,
} as const
const look = { nowMs: noonMs, random: 0.5 }

/** Each kind of step, and what else must hold of the life for it. */
const steps: Record<string, { step: LifeStep; life?: Partial<{ attempts: number; lookUps: number }> }> = {
  postpone: { step: { type: 'postpone', untilMs: noonMs + minute } },
  hold: { step: { type: 'hold', untilMs: noonMs + minute, askId: 'a.1' } },
  start: { step: { type: 'start', nowMs: noonMs, leaseMs: minute, askId: 'a.1' } },
  succeed: { step: { type: 'succeed', attempt: 2, reference: 'r' } },
  'fail, transient': { step: failure },
  'fail, not transient': { step: { ...failure, errorCode: 'forbidden' } },
  'fail, transient, last': { step: { ...failure, attempt: 5 }, life: { attempts: 5 } },
  'fail, perhaps with effect': { step: { ...failure, errorCode: 'timeout' } },
  'lose, lease over': { step: { type: 'lose', nowMs: noonMs, settleMs: minute } },
  find: { step: { type: 'find', reference: 'r' } },
  find_absent: { step: { type: 'find_absent', ...look } },
  'find_absent, last': { step: { type: 'find_absent', ...look }, life: { attempts: 5 } },
  fail_to_look: { step: { type: 'fail_to_look', ...look } },
  'fail_to_look, last': { step: { type: 'fail_to_look', ...look }, life: { lookUps: 4 } },
  give_to_human: { step: { type: 'give_to_human' } },
  'settle, happened': { step: { type: 'settle', happened: true, reference: null } },
  'settle, did not': { step: { type: 'settle', happened: false, reference: null } },
  cancel: { step: { type: 'cancel' } },
}

/** The table of lib/engine/recovery/README.md: `before | step` to the states that it passes. */
function documentedSteps(): Map<string, string[]> {
  const text = readFileSync(new URL('../../../../lib/engine/recovery/README.md', import.meta.url), 'utf8')
  const rows = text.split('\n').filter((line) => /^\| [a-z_]+ +\| /.test(line) && !line.includes('| step '))
  return new Map(
    rows.map((row) => {
      const [before = '', step = '', passes = ''] = row
        .split('|')
        .slice(1)
        .map((cell) => cell.trim())
      return [`${before} | ${step}`, passes === '' ? [] : passes.split(', ')]
    }),
  )
}

describe('the life of a recovery action', () => {
  const documented = documentedSteps()
  const pairs = recoveryStatuses.flatMap((before) => Object.keys(steps).map((name) => `${before} | ${name}`))

  it('has no documented row without a scenario', () => {
    expect(documented.size).toBeGreaterThan(20)
    expect([...documented.keys()].filter((pair) => !pairs.includes(pair))).toStrictEqual([])
  })

  it.each(pairs)('%s', (pair) => {
    const [before = '', name = ''] = pair.split(' | ')
    const scenario = steps[name]
    if (!scenario) throw new Error(`no step ${name}`)
    const life = { ...lives[before as RecoveryStatus], ...scenario.life } as ActionLife
    const result = advanceAction(life, scenario.step, retry)
    expect(result.kind === 'moved' ? result.path : null).toStrictEqual(documented.get(pair) ?? null)
    if (result.kind !== 'moved') return
    expect(result.life.status).toBe(result.path.at(-1) ?? before)
    let at = life.status
    for (const status of result.path) {
      expect(legalSteps[at]).toContain(status)
      at = status
    }
  })

  it('keeps the ask that it is held for, and no other', () => {
    const hold = { type: 'hold', untilMs: noonMs + minute, askId: 'a.1' } as const
    const held = advanceAction(lives.reserved, hold, retry)
    expect(held).toMatchObject({ life: { askId: 'a.1', dueAtMs: noonMs + minute } })
    if (held.kind !== 'moved') return
    const postponed = advanceAction(held.life, { type: 'postpone', untilMs: noonMs }, retry)
    expect(postponed).toMatchObject({ kind: 'moved' })
    expect(postponed.kind === 'moved' && 'askId' in postponed.life).toBe(false)
    const running = { ...lives.running, askId: 'a.1' }
    const failed = advanceAction(running, failure, retry)
    expect(failed.kind === 'moved' && 'askId' in failed.life).toBe(false)
    const lost = advanceAction(running, { type: 'lose', nowMs: noonMs, settleMs: minute }, retry)
    expect(lost).toMatchObject({ life: { status: 'unknown', askId: 'a.1' } })
  })

  it('starts on time, not a millisecond before, and takes its lease from then', () => {
    const start = { type: 'start', nowMs: noonMs - 1, leaseMs: minute, askId: 'a.1' } as const
    expect(advanceAction(lives.reserved, start, retry)).toStrictEqual({ kind: 'refused', why: 'not_due' })
    expect(advanceAction(lives.reserved, { ...start, nowMs: noonMs }, retry)).toMatchObject({
      life: { attempts: 1, firstAttemptAtMs: noonMs, leaseEndsAtMs: noonMs + minute },
    })
  })

  it('never rewrites the time of the first attempt', () => {
    const start = { type: 'start', nowMs: noonMs, leaseMs: 1, askId: 'a.1' } as const
    const started = advanceAction(lives.retry_scheduled, start, retry)
    expect(started).toMatchObject({ life: { attempts: 3, firstAttemptAtMs: noonMs - minute } })
  })

  it('is not lost while the lease holds, to its last millisecond', () => {
    const lose = { type: 'lose', nowMs: noonMs - 1, settleMs: minute } as const
    expect(advanceAction(lives.running, lose, retry)).toStrictEqual({ kind: 'refused', why: 'lease_holds' })
  })

  it('takes no answer to an earlier attempt', () => {
    const late = { type: 'succeed', attempt: 1, reference: 'r' } as const
    expect(advanceAction(lives.running, late, retry)).toStrictEqual({ kind: 'refused', why: 'other_attempt' })
    expect(advanceAction(lives.running, { ...failure, attempt: 1 }, retry)).toStrictEqual({
      kind: 'refused',
      why: 'other_attempt',
    })
  })

  it('waits before the platform is asked, and as long as the platform said before it is sent again', () => {
    expect(advanceAction(lives.running, { ...failure, errorCode: 'timeout' }, retry)).toMatchObject({
      life: { status: 'unknown', unknownSinceMs: noonMs, dueAtMs: noonMs + minute },
    })
    const told = { ...failure, errorCode: 'rate_limit', platformRetryAfterMs: 10 * minute }
    expect(advanceAction(lives.running, told, retry)).toMatchObject({
      life: { dueAtMs: noonMs + 10 * minute },
    })
  })

  it('goes to a person when the platform could not be asked for a day', () => {
    const since = {
      ...lives.unknown,
      unknownSinceMs: noonMs - retry.withinMinutes * minute - 1,
    } as ActionLife
    expect(advanceAction(since, { type: 'fail_to_look', ...look }, retry)).toMatchObject({
      path: ['needs_human'],
    })
  })
})
