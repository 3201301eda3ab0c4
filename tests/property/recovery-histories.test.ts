import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Intensity, RecoveryActionType, RecoveryPolicy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { type ActionLife, reservedLife } from '#lib/engine/recovery/action-life.ts'
import { advanceAction } from '#lib/engine/recovery/advance-action.ts'
import { episodeAt } from '#lib/engine/recovery/episode.ts'
import { evaluatePost } from '#lib/engine/recovery/evaluate-post.ts'
import { initiatedAtMs } from '#lib/engine/recovery/initiated-at.ts'
import type { LifeStep } from '#lib/engine/recovery/life-step.ts'
import type { RecoveryAction } from '#lib/engine/recovery/recovery-action.ts'
import { hour, minute, noonMs, sha256Hex } from '#tests/support/recovery-samples.ts'

/** Any history of planning, dispatching, failing, losing, settling and waiting, held to the contract at each step. */
type Event =
  | { readonly type: 'wait'; readonly ms: number }
  /** Until the latest evaluation said that the post may be eligible, or a millisecond to either side. */
  | { readonly type: 'wait_until'; readonly nudgeMs: number }
  | { readonly type: 'evaluate'; readonly postId: string; readonly rate: number }
  | {
      readonly type: 'step'
      readonly which: number
      readonly step: LifeStep['type']
      readonly random: number
      readonly sure: boolean
    }

interface Planned {
  readonly postId: string
  readonly actionType: RecoveryActionType
  readonly tier: Intensity
  readonly idempotencyKey: string
  life: ActionLife
}

const policies: fc.Arbitrary<RecoveryPolicy> = fc
  .record({
    keyScope: fc.constantFrom('post' as const, 'episode' as const, 'episode' as const),
    windowMinutes: fc.constantFrom(15, 90, 240),
    maxActionsPerWindow: fc.integer({ min: 1, max: 3 }),
    accountActionsPerHour: fc.option(fc.integer({ min: 1, max: 4 })),
    restHours: fc.constantFrom(1, 3, 72),
    cooldownMinutes: fc.constantFrom(
      { comment: 30, edit: 120, thread: 180 },
      { comment: 1, edit: 2, thread: 3 },
      { comment: 200, edit: 20, thread: 2 },
    ),
  })
  .map((part) => ({ ...presets.standard.recovery, minImpressions: 0, ...part }))

// Waits end at the edges of windows, cooldowns, rests and retries, where mistakes live.
const waits = fc
  .tuple(fc.constantFrom(0, 1, 15, 30, 60, 90, 120, 180, 240, 72 * 60), fc.integer({ min: -1, max: 1 }))
  .map(([minutes, nudge]): Event => ({ type: 'wait', ms: Math.max(0, minutes * minute + nudge) }))
const longWaits = fc.integer({ min: -1, max: 1 }).map((nudgeMs): Event => ({ type: 'wait_until', nudgeMs }))
const evaluations = fc
  .record({ postId: fc.constantFrom('p', 'q'), rate: fc.constantFrom(0, 0.02, 0.035, 0.05) })
  .map((event): Event => ({ type: 'evaluate', ...event }))
const steps = fc
  .record({
    which: fc.nat({ max: 3 }),
    step: fc.constantFrom<LifeStep['type'][]>(
      ...([
        'start',
        'start',
        'start',
        'succeed',
        'fail',
        'fail',
        'lose',
        'postpone',
        'hold',
        'find',
        'find_absent',
      ] as const),
      ...(['fail_to_look', 'give_to_human', 'settle', 'cancel'] as const),
    ),
    random: fc.constantFrom(0, 0.5, 0.999),
    sure: fc.boolean(),
  })
  .map((event): Event => ({ type: 'step', ...event }))
const histories = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: evaluations },
    { weight: 2, arbitrary: waits },
    { weight: 1, arbitrary: longWaits },
    { weight: 4, arbitrary: steps },
  ),
  {
    minLength: 10,
    maxLength: 120,
    size: 'max',
  },
)

/** Domain.md, section 7, States, said a second time. */
const legal = new Set([
  'reserved running',
  'reserved cancelled',
  'running succeeded',
  'running failed',
  'running unknown',
  'failed retry_scheduled',
  'failed exhausted',
  'retry_scheduled running',
  'retry_scheduled cancelled',
  'unknown succeeded',
  'unknown failed',
  'unknown needs_human',
  'needs_human succeeded',
  'needs_human failed',
])

class World {
  nowMs = noonMs
  readonly actions: Planned[] = []
  readonly healthy = new Map<string, number[]>()
  readonly #policy: RecoveryPolicy
  #eligibleAtMs = 0

  constructor(policy: RecoveryPolicy) {
    this.#policy = policy
  }

  play(event: Event): void {
    if (event.type === 'wait') this.nowMs += event.ms
    else if (event.type === 'wait_until')
      this.nowMs = Math.max(this.nowMs, this.#eligibleAtMs + event.nudgeMs)
    else if (event.type === 'evaluate') this.#evaluate(event.postId, event.rate)
    else this.#step(event)
  }

  #evaluate(postId: string, rate: number): void {
    const history = this.actions.map((action): RecoveryAction => ({
      ...action,
      status: action.life.status,
      initiatedAtMs: initiatedAtMs(action.life, this.nowMs),
    }))
    const own = history.filter((action) => action.postId === postId)
    const result = evaluatePost(
      {
        post: { accountId: 'a', platform: 'x', postId },
        samples: [2, 1, 0].map((ago) => ({
          capturedAtMs: this.nowMs - ago,
          impressions: 100_000 - 1000 * ago,
          engagements: 10_000 - Math.round(1000 * rate * ago),
        })),
        history,
        accountDispatchesAtMs: history
          .filter(({ status }) => status !== 'cancelled')
          .map((action) => action.initiatedAtMs),
        episode: episodeAt(own, this.healthy.get(postId) ?? [], this.nowMs, this.#policy),
        account: { lockedOut: false, stop: null },
        capabilities: null,
        nowMs: this.nowMs,
      },
      this.#policy,
      sha256Hex,
    )
    if (!result.eligible) this.#eligibleAtMs = result.nextEligibleAtMs ?? 0
    if (result.eligible) this.actions.push({ postId, ...result.plan, life: reservedLife(this.nowMs) })
    else if (result.reason === 'healthy') {
      this.healthy.set(postId, [...(this.healthy.get(postId) ?? []), this.nowMs])
    }
  }

  #step({ which, step: type, random, sure }: Extract<Event, { type: 'step' }>): void {
    const action = this.actions.at(-1 - which)
    if (!action) return
    const { nowMs } = this
    const settleMs = 2 * minute
    const steps: Record<LifeStep['type'], LifeStep> = {
      postpone: { type: 'postpone', untilMs: nowMs + 5 * minute },
      hold: { type: 'hold', untilMs: nowMs + 5 * minute, askId: 'ask' },
      start: { type: 'start', nowMs, leaseMs: minute, askId: 'ask' },
      succeed: { type: 'succeed', attempt: action.life.attempts, reference: null },
      fail: {
        type: 'fail',
        attempt: action.life.attempts,
        errorCode: sure ? 'rate_limit' : 'timeout',
        mayHaveLeft: !sure,
        platformRetryAfterMs: null,
        nowMs,
        settleMs,
        random,
      },
      lose: { type: 'lose', nowMs, settleMs },
      find: { type: 'find', reference: null },
      find_absent: { type: 'find_absent', nowMs, random },
      fail_to_look: { type: 'fail_to_look', nowMs, random },
      give_to_human: { type: 'give_to_human' },
      settle: { type: 'settle', happened: sure, reference: null },
      cancel: { type: 'cancel' },
    }
    const result = advanceAction(action.life, steps[type], this.#policy.retry)
    if (result.kind === 'refused') return
    const passed = [action.life.status, ...result.path]
    for (const [index, status] of passed.entries()) {
      const next = passed[index + 1]
      if (next !== undefined) expect(legal, `${status} to ${next}`).toContain(`${status} ${next}`)
    }
    expect(result.life.status).toBe(passed.at(-1))
    const first = action.life.firstAttemptAtMs
    if (first !== null) expect(result.life.firstAttemptAtMs, 'the first time is never rewritten').toBe(first)
    action.life = result.life
  }

  /** Every promise that the history breaks by now. */
  faults(): string[] {
    const faults: string[] = []
    const live = this.actions.filter(({ life }) => life.status !== 'failed' && life.status !== 'cancelled')
    const keys = live.map(({ idempotencyKey }) => idempotencyKey)
    if (new Set(keys).size < keys.length) faults.push('two live actions with one key')
    const { windowMinutes, maxActionsPerWindow, cooldownMinutes, accountActionsPerHour } = this.#policy
    const dispatched = this.actions.flatMap(({ life, ...action }) =>
      life.firstAttemptAtMs === null || life.status === 'cancelled'
        ? []
        : [{ ...action, atMs: life.firstAttemptAtMs }],
    )
    for (const one of dispatched) {
      const within = (ms: number) =>
        dispatched.filter(({ atMs }) => atMs <= one.atMs && atMs >= one.atMs - ms)
      const onPost = (ms: number) => within(ms).filter(({ postId }) => postId === one.postId)
      const cooling = onPost(cooldownMinutes[one.actionType] * minute - 1)
      if (cooling.filter(({ actionType }) => actionType === one.actionType).length > 1) {
        faults.push(`${one.actionType} inside its cooldown`)
      }
      if (onPost(windowMinutes * minute).length > maxActionsPerWindow) faults.push('over the frequency')
      if (within(hour).length > (accountActionsPerHour ?? Infinity)) faults.push('over the budget')
    }
    return faults
  }
}

describe('any history of recovery', () => {
  it('has no key twice, keeps cooldown, frequency and budget, and takes legal steps alone', () => {
    const seen = { actions: 0, dispatched: 0, statuses: new Set<string>() }
    fc.assert(
      fc.property(policies, histories, (policy, events) => {
        const world = new World(policy)
        for (const event of events) {
          world.play(event)
          expect(world.faults()).toStrictEqual([])
        }
        for (const { life } of world.actions) {
          seen.actions += 1
          seen.statuses.add(life.status)
          if (life.attempts > 0) seen.dispatched += 1
        }
      }),
      { numRuns: 3000 },
    )
    // Histories in which nothing happens would prove nothing.
    expect(seen.dispatched).toBeGreaterThan(3000)
    expect(seen.statuses.size).toBe(9)
  })
})
