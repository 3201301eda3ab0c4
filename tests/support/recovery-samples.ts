import { createHash } from 'node:crypto'
import type { PostEvaluationInput } from '#lib/engine/recovery/post-evaluation.ts'
import type { MetricSample } from '#lib/engine/recovery/metric-sample.ts'
import type { RecoveryAction } from '#lib/engine/recovery/recovery-action.ts'

export const minute = 60_000
export const hour = 60 * minute
/** An instant for tests to count from: 2026-01-01T12:00:00Z. */
export const noonMs = Date.UTC(2026, 0, 1, 12)

export const sha256Hex = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

/** A sample `minutesAgo` before noon. */
export function sample(minutesAgo: number, impressions: number, engagements: number): MetricSample {
  return { capturedAtMs: noonMs - minutesAgo * minute, impressions, engagements }
}

/** A succeeded comment of post `p`, an hour before noon, unless told otherwise. */
export function recoveryAction(fields: Partial<RecoveryAction> = {}): RecoveryAction {
  return {
    postId: 'p',
    actionType: 'comment',
    tier: 'tier_1',
    idempotencyKey: 'sheal_other',
    initiatedAtMs: noonMs - hour,
    status: 'succeeded',
    ...fields,
  }
}

/** A post `p` that has gained 1000 impressions and nothing else in the last hour: it asks for a thread. */
export function evaluation(fields: Partial<PostEvaluationInput> = {}): PostEvaluationInput {
  return {
    post: { accountId: 'a', platform: 'mastodon', postId: 'p' },
    samples: [sample(60, 0, 0), sample(30, 500, 0), sample(0, 1000, 0)],
    history: [],
    accountDispatchesAtMs: [],
    episode: { number: 1, endsAtMs: null },
    account: { lockedOut: false, stop: null },
    capabilities: null,
    nowMs: noonMs,
    ...fields,
  }
}
