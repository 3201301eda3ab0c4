import { AppError } from '../../shared/app-error.ts'
import { announceAccounts } from '../../store/announce.ts'
import { claimPost } from '../../store/recovery/due-posts.ts'
import { inTransaction } from '../../store/recovery/in-transaction.ts'
import type { Runtime } from '../runtime.ts'
import { planPosts } from './plan-posts.ts'
import { actedAt, type RecoveryAct, refusedAct } from './recovery-act.ts'
import { recoveryPolicies } from './recovery-policies.ts'
import { startHoldouts } from './start-holdouts.ts'

/**
 * Evaluates one post now, whether or not it is due, and reserves an action when it is eligible; not while a person
 * has paused it.
 * @throws AppError `not_found` when there is no such post.
 */
export async function evaluatePostNow(
  runtime: Pick<Runtime, 'database' | 'accounts' | 'clock'>,
  postNo: string,
): Promise<RecoveryAct<{ readonly planned: boolean }>> {
  const { database } = runtime
  const policies = recoveryPolicies(runtime)
  const result = await inTransaction(database, async (client) => {
    const post = await claimPost(client, postNo)
    if (!post) throw new AppError('not_found', 'There is no such post.')
    if (post.paused) {
      return refusedAct(
        `${post.paused.byName} has paused recovery of this post, ${actedAt(post.paused.atMs)}`,
      )
    }
    if (post.policyVersion === null) return refusedAct('No policy is in force for this account')
    const nowMs = runtime.clock()
    const planned = (await planPosts(client, [post], policies, nowMs)) > 0
    await startHoldouts(client, [post], policies, nowMs)
    return { kind: 'done', value: { planned }, accountId: post.accountId } as const
  })
  if (result.kind === 'refused') return result
  await announceAccounts(database.reads, [result.accountId])
  return { kind: 'done', value: result.value }
}
