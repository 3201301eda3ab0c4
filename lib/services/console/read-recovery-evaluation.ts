import type { RecoveryEvaluationView } from '../../contracts/views/recovery-evaluation-view.ts'
import { AppError } from '../../shared/app-error.ts'
import { assert } from '../../shared/assert.ts'
import { readPostActions } from '../../store/queries/read-post-actions.ts'
import { findPostEvaluation } from '../../store/queries/read-post-evaluations.ts'
import type { ConsoleContext } from './console-context.ts'
import { episodeAction, findPost, isPostHeldOut } from './read-recovery-post.ts'
import { episodeActions, recoveryEvaluationRows } from './recovery-evaluation-rows.ts'

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
    readPostActions(reads, postNo, episodeActions),
  ])
  if (!record) throw new AppError('not_found', 'The post has no such evaluation.')
  const [evaluation] = await recoveryEvaluationRows(
    context.database,
    postNo,
    [record],
    actions.map(episodeAction),
    { heldOut: isPostHeldOut(post, states.get(post.account_id)), nowMs: context.now() },
  )
  assert(evaluation !== undefined, 'one record gives one row')
  const { samples, actions: earlier, accountDispatchesAtMs } = record.inputs
  return {
    evaluation,
    policyVersion: record.policy_version,
    samples: samples
      .map(([capturedAtMs, impressions, engagements]) => ({ atMs: capturedAtMs, impressions, engagements }))
      .reverse(),
    actions: [...earlier],
    accountDispatchesAtMs: [...accountDispatchesAtMs],
  }
}
