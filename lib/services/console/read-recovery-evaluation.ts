import type { RecoveryEvaluationView } from '../../contracts/views/recovery-evaluation-view.ts'
import { isHeldOut } from '../../engine/recovery/holdout.ts'
import { AppError } from '../../shared/app-error.ts'
import { readPostActions } from '../../store/queries/read-post-actions.ts'
import { findPostEvaluation } from '../../store/queries/read-post-evaluations.ts'
import { sha256Hex } from '../recovery/evaluate-claimed.ts'
import type { ConsoleContext } from './console-context.ts'
import { episodeAction, findPost } from './read-recovery-post.ts'
import { endedEpisodes } from './recovery-episode.ts'
import { recoveryEvaluationRow } from './recovery-evaluation-row.ts'

const readActions = 200

/** One evaluation of a post with everything that it looked at. Throws `not_found`. */
export async function readRecoveryEvaluation(
  context: ConsoleContext,
  postNo: string,
  evaluationNo: string,
): Promise<RecoveryEvaluationView> {
  const { reads } = context.database
  const post = await findPost(context, postNo)
  const isNumber = /^[1-9]\d{0,17}$/.test(evaluationNo)
  const [record, states, actions] = await Promise.all([
    isNumber ? findPostEvaluation(reads, postNo, evaluationNo) : null,
    context.states.read([post.account_id]),
    readPostActions(reads, postNo, readActions),
  ])
  if (!record) throw new AppError('not_found', 'The post has no such evaluation.')
  const policy = states.get(post.account_id)?.policy?.recovery
  const name = { accountId: post.account_id, platform: post.platform, postId: post.post_id }
  const atMs = record.evaluated_at.getTime()
  const healthyAtMs = record.reason === 'healthy' ? [atMs] : []
  const ended = endedEpisodes(actions.map(episodeAction), healthyAtMs, context.now())
  const { samples, actions: earlier, accountDispatchesAtMs } = record.inputs
  return {
    evaluation: recoveryEvaluationRow(
      record,
      policy !== undefined && isHeldOut(name, policy, sha256Hex),
      ended[0]?.episode ?? null,
    ),
    policyVersion: record.policy_version,
    samples: samples
      .map(([capturedAtMs, impressions, engagements]) => ({ atMs: capturedAtMs, impressions, engagements }))
      .reverse(),
    actions: [...earlier],
    accountDispatchesAtMs: [...accountDispatchesAtMs],
  }
}
