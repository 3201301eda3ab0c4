import { assert } from '../../shared/assert.ts'
import type { RecoveryPolicy } from '../policy/policy.ts'
import { budgetEndsAtMs, cooldownEndsAtMs, frequencyEndsAtMs } from './dispatch-limits.ts'
import { idempotencyKey } from './idempotency-key.ts'
import { actionTypeOfIntensity, intensityOf } from './intensity.ts'
import { measureBlocks } from './measure-blocks.ts'
import type { PostEvaluation, PostEvaluationInput, RecoveryBlock, RecoveryPlan } from './post-evaluation.ts'
import { holdsItsKey } from './recovery-action.ts'
import { sampleWindow } from './sample-window.ts'
import { type Stagnation, stagnationOf } from './stagnation.ts'

/**
 * Evaluates one post at `nowMs`: a plan, or every rule that stands in the way and until when (domain.md,
 * section 7). Pure; `sha256Hex` hashes the UTF-8 form of a text.
 */
export function evaluatePost(
  input: PostEvaluationInput,
  policy: RecoveryPolicy,
  sha256Hex: (text: string) => string,
): PostEvaluation {
  const ordered = sampleWindow(input.samples, input.nowMs, policy)
  const stagnation = stagnationOf(ordered)
  const measured = { evaluatedAtMs: input.nowMs, sampleCount: ordered.length, stagnation }
  const early = [...accountBlocks(input), ...measureBlocks(ordered, stagnation, policy)]
  const plan = early.length === 0 && stagnation ? planOf(input, stagnation, policy, sha256Hex) : null
  const [first, ...rest] = plan ? planBlocks(input, plan, policy) : early
  if (first) {
    const nextEligibleAtMs = latest([first, ...rest])
    return {
      ...measured,
      eligible: false,
      reason: first.reason,
      blocks: [first, ...rest],
      nextEligibleAtMs,
      plan,
    }
  }
  // Without a sample there is always an early block, so a post without a block has a plan.
  assert(plan !== null, `post ${input.post.postId} has neither a plan nor a reason`)
  return { ...measured, eligible: true, plan }
}

/** Step 1: what people have stopped, only people (or an expiry that they set) start again. */
function accountBlocks({ account, nowMs }: PostEvaluationInput): RecoveryBlock[] {
  const blocks: RecoveryBlock[] = []
  if (account.lockedOut) blocks.push({ reason: 'account_locked_out', untilMs: null })
  const { stop } = account
  if (stop && (stop.expiresAtMs === null || stop.expiresAtMs > nowMs)) {
    blocks.push({ reason: 'stop_order', untilMs: stop.expiresAtMs })
  }
  return blocks
}

function planOf(
  { post, episode }: PostEvaluationInput,
  stagnation: Stagnation,
  policy: RecoveryPolicy,
  sha256Hex: (text: string) => string,
): RecoveryPlan {
  const tier = intensityOf(stagnation, policy)
  const parts = { ...post, tier, actionType: actionTypeOfIntensity[tier], episode: episode.number }
  return {
    tier,
    actionType: parts.actionType,
    idempotencyKey: idempotencyKey(parts, policy.keyScope, sha256Hex),
    episode: parts.episode,
  }
}

/** Steps 8 to 12, all of them, in the seed's order. */
function planBlocks(
  { post, history, accountDispatchesAtMs, episode, capabilities, nowMs }: PostEvaluationInput,
  { actionType, idempotencyKey: key }: RecoveryPlan,
  policy: RecoveryPolicy,
): RecoveryBlock[] {
  const own = history.filter((action) => action.postId === post.postId)
  const blocks: RecoveryBlock[] = []
  if (history.some((action) => action.idempotencyKey === key && holdsItsKey(action.status))) {
    // The seed's key is for a post's life; an episode's key is free once rest has ended the episode.
    blocks.push({
      reason: 'duplicate_action',
      untilMs: policy.keyScope === 'episode' ? episode.endsAtMs : null,
    })
  }
  const timed = [
    ['window_frequency_exceeded', frequencyEndsAtMs(own, nowMs, policy)],
    ['action_cooldown_active', cooldownEndsAtMs(own, actionType, nowMs, policy)],
    ['account_budget_exceeded', budgetEndsAtMs(accountDispatchesAtMs, nowMs, policy)],
  ] as const
  for (const [reason, untilMs] of timed) if (untilMs !== null) blocks.push({ reason, untilMs })
  if (capabilities && !capabilities.includes(actionType)) {
    blocks.push({ reason: 'capability_unsupported', untilMs: null })
  }
  return blocks
}

function latest(blocks: readonly RecoveryBlock[]): number | null {
  let latestMs = 0
  for (const { untilMs } of blocks) {
    if (untilMs === null) return null
    latestMs = Math.max(latestMs, untilMs)
  }
  return latestMs
}
