import { inTransaction } from '../../store/recovery/in-transaction.ts'
import { claimDuePosts } from '../../store/recovery/due-posts.ts'
import { recoveryPolicies, type RecoveryPolicies } from './recovery-policies.ts'
import { planPosts } from './plan-posts.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'
import { startHoldouts } from './start-holdouts.ts'

/** Posts of one batch: a third of a second's work, so that a stop need not wait and a crash costs little. */
const batchPosts = 1000

/** What a round did. */
export interface EvaluationRound {
  readonly evaluated: number
  readonly reserved: number
}

/**
 * Evaluates every post that is due, in batches that any number of workers share, and reserves an action for each
 * eligible one. A batch is one transaction: what a killed worker had begun is due again, what it ended is done.
 */
export async function evaluateDuePosts(
  runtime: RecoveryRuntime,
  shouldStop: () => boolean = () => false,
): Promise<EvaluationRound> {
  const policies = recoveryPolicies(runtime)
  const round = { evaluated: 0, reserved: 0 }
  while (!shouldStop()) {
    const batch = await evaluateBatch(runtime, policies)
    round.evaluated += batch.evaluated
    round.reserved += batch.reserved
    if (batch.evaluated === 0) break
  }
  return round
}

async function evaluateBatch(runtime: RecoveryRuntime, policies: RecoveryPolicies): Promise<EvaluationRound> {
  const nowMs = runtime.clock()
  return inTransaction(runtime.database, async (client) => {
    const posts = await claimDuePosts(client, nowMs, batchPosts)
    const reserved = await planPosts(client, posts, policies, nowMs)
    await startHoldouts(client, posts, policies, nowMs)
    return { evaluated: posts.length, reserved }
  })
}
