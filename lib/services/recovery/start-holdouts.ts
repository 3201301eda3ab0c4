import { hourMs } from '../../engine/policy/needed-count.ts'
import type { ClaimedPost } from '../../store/recovery/due-posts.ts'
import { addHoldoutStarts, readHeldOutEvaluations } from '../../store/recovery/holdout-starts.ts'
import type { StoreClient } from '../../store/recovery/in-transaction.ts'
import type { RecoveryPolicies } from './recovery-policies.ts'

/**
 * Keeps, for posts that were just evaluated and held out, at which evaluation of its episode each would first have
 * been treated: its outcome is measured from there. An episode of a held-out post ends as that of a treated one
 * does: by a healthy evaluation, or once it has rested. In the transaction that evaluated the posts.
 */
export async function startHoldouts(
  client: StoreClient,
  posts: readonly ClaimedPost[],
  policies: RecoveryPolicies,
  nowMs: number,
): Promise<void> {
  const byNo = new Map(posts.map((post) => [post.no, post]))
  const starts = []
  for (const heldOut of await readHeldOutEvaluations(client, [...byNo.keys()], nowMs)) {
    const { lastStartAtMs, postNo } = heldOut
    const post = byNo.get(postNo)
    const policy = post?.policyVersion ? await policies(post.accountId, post.policyVersion) : null
    if (!post || !policy) continue
    const restMs = Math.ceil(policy.recovery.restHours * hourMs)
    const isNew =
      lastStartAtMs === null ||
      nowMs - lastStartAtMs >= restMs ||
      (post.lastHealthyAtMs !== null && post.lastHealthyAtMs > lastStartAtMs)
    if (isNew) starts.push(heldOut)
  }
  await addHoldoutStarts(client, starts)
}
