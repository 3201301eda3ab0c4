import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecoveryPolicy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { episodeAt } from '#lib/engine/recovery/episode.ts'
import { evaluatePost } from '#lib/engine/recovery/evaluate-post.ts'
import { idempotencyKey } from '#lib/engine/recovery/idempotency-key.ts'
import type { PostEvaluationInput } from '#lib/engine/recovery/post-evaluation.ts'
import { type RecoveryAction, recoveryStatuses } from '#lib/engine/recovery/recovery-action.ts'
import { afterFailure, backoffMs } from '#lib/engine/recovery/retry-rule.ts'
import { minute, noonMs, sha256Hex } from '#tests/support/recovery-samples.ts'

const post = { accountId: 'a', platform: 'x', postId: 'p' }
const intensities = [
  ['comment', 'tier_1'],
  ['edit', 'tier_2'],
  ['thread', 'tier_3'],
] as const

const policies: fc.Arbitrary<RecoveryPolicy> = fc.oneof(
  fc.constant(presets.seed.recovery),
  fc.constant(presets.standard.recovery),
  fc
    .record({
      windowMinutes: fc.integer({ min: 1, max: 1440 }),
      minSamples: fc.integer({ min: 1, max: 4 }),
      maxActionsPerWindow: fc.integer({ min: 1, max: 4 }),
      accountActionsPerHour: fc.option(fc.integer({ min: 1, max: 4 })),
      minImpressions: fc.integer({ min: 0, max: 200 }),
      healthyBelow: fc.constantFrom(0, 0.2, 0.5),
    })
    .map((part) => ({ ...presets.standard.recovery, ...part })),
)

// Times cluster at the edges of windows and cooldowns, where mistakes live.
const agoMs = fc
  .tuple(fc.constantFrom(0, 5, 30, 60, 90, 120, 180, 72 * 60), fc.integer({ min: -2, max: 2 }))
  .map(([minutes, nudge]) => minutes * minute + nudge)

const samples = fc.array(
  fc.record({
    capturedAtMs: agoMs.map((ago) => noonMs - ago),
    impressions: fc.integer({ min: 0, max: 2000 }),
    engagements: fc.integer({ min: 0, max: 100 }),
  }),
  { maxLength: 8 },
)

const actions = (policy: RecoveryPolicy): fc.Arbitrary<RecoveryAction[]> =>
  fc.array(
    fc
      .record({
        postId: fc.constantFrom('p', 'p', 'q'),
        kind: fc.constantFrom(...intensities),
        initiatedAtMs: agoMs.map((ago) => noonMs - Math.abs(ago)),
        status: fc.constantFrom(...recoveryStatuses),
      })
      .map(({ postId, kind: [actionType, tier], initiatedAtMs, status }) => ({
        postId,
        actionType,
        tier,
        initiatedAtMs,
        status,
        idempotencyKey: idempotencyKey(
          { ...post, postId, actionType, tier, episode: 1 },
          policy.keyScope,
          sha256Hex,
        ),
      })),
    { maxLength: 6 },
  )

const worlds = policies.chain((policy) =>
  fc.record({
    policy: fc.constant(policy),
    history: actions(policy),
    samples,
    lockedOut: fc.constantFrom(false, false, false, true),
    stop: fc.constantFrom(null, null, null, { expiresAtMs: null }, { expiresAtMs: noonMs + 7 }),
    capabilities: fc.constantFrom(null, null, ['comment', 'edit', 'thread'] as const, ['edit'] as const),
  }),
)
type World = typeof worlds extends fc.Arbitrary<infer Value> ? Value : never

/** The world `laterMs` on: the same history, and a post that measures the same at that time. */
function inputAt(world: World, laterMs: number): PostEvaluationInput {
  const nowMs = noonMs + laterMs
  return {
    post,
    samples: world.samples.map((sample) => ({ ...sample, capturedAtMs: sample.capturedAtMs + laterMs })),
    history: world.history,
    accountDispatchesAtMs: world.history.map((action) => action.initiatedAtMs),
    episode: episodeAt(
      world.history.filter(({ postId }) => postId === 'p'),
      [],
      nowMs,
      world.policy,
    ),
    account: { lockedOut: world.lockedOut, stop: world.stop },
    capabilities: world.capabilities,
    nowMs,
  }
}

const evaluate = (world: World, input = inputAt(world, 0)) => evaluatePost(input, world.policy, sha256Hex)

/** Every reason that stands in the way; none for an eligible post. */
const reasonsOf = (result: ReturnType<typeof evaluate>) =>
  result.eligible ? [] : result.blocks.map((block) => block.reason)

// A fall is lifted by leaving the window, so for it the samples stay where they are, and two are enough to see it.
function evaluateLater(world: World, reason: string, atMs: number) {
  const moved = inputAt(world, atMs - noonMs)
  if (reason !== 'metrics_regressed') return evaluate(world, moved)
  const patient = { ...world, policy: { ...world.policy, minSamples: 1 } }
  const known = world.samples.filter((sample) => sample.capturedAtMs <= noonMs)
  return evaluate(patient, { ...moved, samples: known })
}

/** Worlds in which the post stagnates and only time can stand in the way. */
const waiting = worlds.map((world) => ({
  ...world,
  policy: { ...world.policy, minSamples: 3 },
  samples: [2, 1, 0].map((ago) => ({
    capturedAtMs: noonMs - ago,
    impressions: 1000 - 500 * ago,
    engagements: 0,
  })),
  lockedOut: false,
  stop: null,
  capabilities: null,
}))

describe('recovery', () => {
  it('each rule lifts at the time it names, and not a millisecond sooner', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const result = evaluate(world)
        if (result.eligible) return
        for (const { reason, untilMs } of result.blocks) {
          if (untilMs === null) continue
          expect(untilMs).toBeGreaterThan(noonMs)
          expect(reasonsOf(evaluateLater(world, reason, untilMs - 1))).toContain(reason)
          expect(reasonsOf(evaluateLater(world, reason, untilMs))).not.toContain(reason)
        }
      }),
      { numRuns: 3000 },
    )
  })

  it('a post that measures the same is eligible at nextEligibleAt and refused a millisecond before', () => {
    fc.assert(
      fc.property(waiting, (world) => {
        const result = evaluate(world)
        if (result.eligible || result.nextEligibleAtMs === null) return
        const laterMs = result.nextEligibleAtMs - noonMs
        expect(evaluate(world, inputAt(world, laterMs - 1)).eligible).toBe(false)
        expect(reasonsOf(evaluate(world, inputAt(world, laterMs)))).toStrictEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  it('the same input gives the same answer, and is left as it was', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const input = inputAt(world, 0)
        const copy = structuredClone(input)
        const result = evaluate(world, deepFreeze(input))
        expect(input).toStrictEqual(copy)
        expect(evaluate(world, copy)).toStrictEqual(result)
      }),
    )
  })

  it('a decision names a reason if and only if it is not eligible', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const result = evaluate(world)
        if (result.eligible) expect(result.plan.idempotencyKey).toMatch(/^sheal_[0-9a-f]{32}$/)
        else expect(result.reason).toBe(result.blocks[0].reason)
      }),
    )
  })

  it('a retry never comes before Retry-After, after the day, or beyond the attempts', () => {
    const failures = fc.record({
      attempts: fc.integer({ min: 1, max: 7 }),
      firstAttemptAtMs: fc.integer({ min: noonMs - 25 * 60 * minute, max: noonMs }),
      errorCode: fc.constantFrom(
        'timeout',
        'rate_limit',
        'service_unavailable',
        'network_error',
        'forbidden',
      ),
      mayHaveLeft: fc.boolean(),
      platformRetryAfterMs: fc.option(fc.integer({ min: 0, max: 7_200_000 })),
      canLookUp: fc.boolean(),
      nowMs: fc.constant(noonMs),
    })
    const { retry } = presets.standard.recovery
    fc.assert(
      fc.property(failures, fc.double({ min: 0, max: 0.999999, noNaN: true }), (failure, random) => {
        const next = afterFailure(failure, retry, random)
        expect(backoffMs(failure.attempts, retry, random)).toBeLessThanOrEqual(retry.capSeconds * 1000)
        if (next.kind !== 'retry_scheduled') return
        expect(failure.attempts).toBeLessThan(retry.maxAttempts)
        expect(next.atMs).toBeGreaterThanOrEqual(noonMs + (failure.platformRetryAfterMs ?? 0))
        expect(next.atMs).toBeLessThanOrEqual(failure.firstAttemptAtMs + retry.withinMinutes * minute)
      }),
    )
  })
})

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze)
    Object.freeze(value)
  }
  return value
}
