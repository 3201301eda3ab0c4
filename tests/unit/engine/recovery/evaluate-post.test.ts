import { describe, expect, it } from 'vitest'
import { presets } from '#lib/engine/policy/presets.ts'
import { evaluatePost } from '#lib/engine/recovery/evaluate-post.ts'
import { idempotencyKey } from '#lib/engine/recovery/idempotency-key.ts'
import type { PostEvaluationInput, RecoveryReason } from '#lib/engine/recovery/post-evaluation.ts'
import {
  evaluation,
  hour,
  minute,
  noonMs,
  recoveryAction,
  sample,
  sha256Hex,
} from '#tests/support/recovery-samples.ts'

const standard = presets.standard.recovery
const seed = presets.seed.recovery
const threadKey = (scope: 'post' | 'episode') =>
  idempotencyKey(
    { accountId: 'a', platform: 'mastodon', postId: 'p', actionType: 'thread', tier: 'tier_3', episode: 1 },
    scope,
    sha256Hex,
  )
const thread = (minutesAgo: number) =>
  recoveryAction({ actionType: 'thread', tier: 'tier_3', initiatedAtMs: noonMs - minutesAgo * minute })

interface Case {
  name: string
  input: Partial<PostEvaluationInput>
  policy?: typeof standard
  reason: RecoveryReason | null
  nextEligibleAtMs?: number | null
}

const cases: Case[] = [
  { name: 'a stagnant post is eligible', input: {}, reason: null },
  {
    name: 'a locked account before anything else',
    input: { account: { lockedOut: true, stop: null }, samples: [] },
    reason: 'account_locked_out',
    nextEligibleAtMs: null,
  },
  {
    name: 'a stop order until it expires',
    input: { account: { lockedOut: false, stop: { expiresAtMs: noonMs + 5 } } },
    reason: 'stop_order',
    nextEligibleAtMs: noonMs + 5,
  },
  {
    name: 'an expired stop order stops nothing',
    input: { account: { lockedOut: false, stop: { expiresAtMs: noonMs } } },
    reason: null,
  },
  {
    name: 'two samples are too few',
    input: { samples: [sample(60, 0, 0), sample(0, 1000, 0)] },
    reason: 'insufficient_samples',
    nextEligibleAtMs: null,
  },
  {
    name: 'a sample as old as the window counts',
    input: { samples: [sample(90, 0, 0), sample(30, 500, 0), sample(0, 1000, 0)] },
    reason: null,
  },
  {
    name: 'a sample older than the window does not',
    input: {
      samples: [
        { ...sample(90, 0, 0), capturedAtMs: noonMs - 90 * minute - 1 },
        sample(30, 500, 0),
        sample(0, 1000, 0),
      ],
    },
    reason: 'insufficient_samples',
  },
  {
    name: 'a sample later than now does not',
    input: { samples: [sample(60, 0, 0), sample(30, 500, 0), sample(-1, 1000, 0)] },
    reason: 'insufficient_samples',
  },
  {
    name: 'samples at two distinct times are too few under standard',
    input: { samples: [sample(60, 0, 0), sample(60, 1, 0), sample(0, 1000, 0)] },
    reason: 'insufficient_samples',
  },
  {
    name: 'and enough under seed',
    input: { samples: [sample(60, 0, 0), sample(60, 1, 0), sample(0, 1000, 0)] },
    policy: seed,
    reason: null,
  },
  {
    name: 'of one time the last received counts, so a correction mends a fall',
    input: { samples: [sample(60, 900, 0), sample(60, 0, 0), sample(30, 500, 0), sample(0, 1000, 0)] },
    reason: null,
  },
  {
    name: 'a falling counter, until the fall has left the window',
    input: { samples: [sample(60, 0, 0), sample(30, 1200, 0), sample(0, 1000, 0)] },
    reason: 'metrics_regressed',
    nextEligibleAtMs: noonMs - 30 * minute + 90 * minute + 1,
  },
  {
    name: 'a fall of engagements too',
    input: { samples: [sample(60, 0, 9), sample(30, 500, 8), sample(0, 1000, 20)] },
    reason: 'metrics_regressed',
    nextEligibleAtMs: noonMs + 30 * minute + 1,
  },
  {
    name: 'seed does not mind a fall',
    input: { samples: [sample(60, 0, 0), sample(30, 1200, 0), sample(0, 1000, 0)] },
    policy: seed,
    reason: null,
  },
  {
    name: '99 new impressions are too few',
    input: { samples: [sample(60, 1, 0), sample(30, 50, 0), sample(0, 100, 0)] },
    reason: 'insufficient_exposure',
    nextEligibleAtMs: null,
  },
  {
    name: '100 are enough',
    input: { samples: [sample(60, 0, 0), sample(30, 50, 0), sample(0, 100, 0)] },
    reason: null,
  },
  {
    name: 'a rate above 4 % is healthy',
    input: { samples: [sample(60, 0, 0), sample(30, 500, 0), sample(0, 1000, 41)] },
    reason: 'healthy',
    nextEligibleAtMs: null,
  },
  {
    name: 'a rate of exactly 4 % scores 0.2, which is not below 0.2',
    input: { samples: [sample(60, 0, 0), sample(30, 500, 0), sample(0, 1000, 40)] },
    reason: null,
  },
  {
    name: 'under seed no post is healthy',
    input: { samples: [sample(60, 0, 0), sample(30, 500, 0), sample(0, 1000, 1000)] },
    policy: seed,
    reason: null,
  },
  {
    name: 'the same key succeeded: until rest ends the episode',
    input: {
      history: [{ ...thread(600), idempotencyKey: threadKey('episode') }],
      episode: { number: 1, endsAtMs: noonMs + 62 * hour },
    },
    reason: 'duplicate_action',
    nextEligibleAtMs: noonMs + 62 * hour,
  },
  {
    name: 'the same key under seed: for the life of the post',
    input: { history: [{ ...thread(60_000), idempotencyKey: threadKey('post') }] },
    policy: seed,
    reason: 'duplicate_action',
    nextEligibleAtMs: null,
  },
  {
    name: 'two actions in the window, until the older has left it',
    input: {
      history: [recoveryAction({ initiatedAtMs: noonMs - 90 * minute }), recoveryAction()],
    },
    reason: 'window_frequency_exceeded',
    nextEligibleAtMs: noonMs + 1,
  },
  {
    name: 'cooldown of the same type',
    input: { history: [thread(179)] },
    reason: 'action_cooldown_active',
    nextEligibleAtMs: noonMs + minute,
  },
  { name: 'which ends to the millisecond', input: { history: [thread(180)] }, reason: null },
  {
    name: 'the newest of the type decides, whatever its place in the list',
    input: { history: [thread(100), thread(400)] },
    reason: 'action_cooldown_active',
    nextEligibleAtMs: noonMs + 80 * minute,
  },
  {
    name: 'actions of other posts do not count',
    input: { history: [1, 2, 3].map((n) => ({ ...thread(n), postId: 'other' })) },
    reason: null,
  },
  {
    name: 'a cancelled action was never dispatched',
    input: { history: [{ ...thread(10), status: 'cancelled' as const }] },
    reason: null,
  },
  {
    name: 'frequency before cooldown, and the later of the two says when',
    input: { history: [thread(10), thread(20)] },
    reason: 'window_frequency_exceeded',
    nextEligibleAtMs: noonMs + 170 * minute,
  },
  {
    name: 'the account has spent its ten of the hour',
    input: { accountDispatchesAtMs: Array.from({ length: 10 }, (_, n) => noonMs - n * minute) },
    reason: 'account_budget_exceeded',
    nextEligibleAtMs: noonMs - 9 * minute + hour + 1,
  },
  {
    name: 'seed has no budget',
    input: { accountDispatchesAtMs: Array.from({ length: 99 }, () => noonMs) },
    policy: seed,
    reason: null,
  },
  {
    name: 'a platform that cannot thread',
    input: { capabilities: ['comment', 'edit'] },
    reason: 'capability_unsupported',
    nextEligibleAtMs: null,
  },
]

describe('evaluatePost', () => {
  it.each(cases)('$name', ({ input, policy = standard, reason, nextEligibleAtMs }) => {
    const result = evaluatePost(evaluation(input), policy, sha256Hex)
    expect(result.eligible ? null : result.reason).toBe(reason)
    if (!result.eligible && nextEligibleAtMs !== undefined) {
      expect(result.nextEligibleAtMs).toBe(nextEligibleAtMs)
    }
  })

  it('plans a thread for a post without any engagement, and shows what it measured', () => {
    expect(evaluatePost(evaluation(), standard, sha256Hex)).toStrictEqual({
      eligible: true,
      evaluatedAtMs: noonMs,
      sampleCount: 3,
      stagnation: {
        firstAtMs: noonMs - hour,
        lastAtMs: noonMs,
        newImpressions: 1000,
        newEngagements: 0,
        engagementRate: 0,
        score: 1,
      },
      plan: { tier: 'tier_3', actionType: 'thread', idempotencyKey: threadKey('episode'), episode: 1 },
    })
  })

  it.each([
    ['succeeded', true],
    ['reserved', true],
    ['running', true],
    ['unknown', true],
    ['retry_scheduled', true],
    ['needs_human', true],
    ['exhausted', true],
    ['failed', false],
    ['cancelled', false],
  ] as const)('the same key, %s: duplicate is %s', (status, duplicate) => {
    const history = [{ ...thread(600), status, idempotencyKey: threadKey('episode') }]
    const result = evaluatePost(evaluation({ history }), standard, sha256Hex)
    expect(!result.eligible && result.reason === 'duplicate_action').toBe(duplicate)
  })
})
