import type { RecoveryEvaluationsView } from '../../contracts/views/recovery-evaluations-view.ts'
import { isHeldOut } from '../../engine/recovery/holdout.ts'
import { readPostActions } from '../../store/queries/read-post-actions.ts'
import { readEvaluationsBefore } from '../../store/queries/read-post-evaluations.ts'
import { sha256Hex } from '../recovery/evaluate-claimed.ts'
import type { ConsoleContext } from './console-context.ts'
import { episodeAction, findPost } from './read-recovery-post.ts'
import { recoveryEvaluationRows } from './recovery-evaluation-rows.ts'

const pageSize = 300
const readActions = 200

/** The evaluations of a post that are older than one of them, newest first. Throws `not_found`. */
export async function readRecoveryEvaluations(
  context: ConsoleContext,
  postNo: string,
  before: string,
): Promise<RecoveryEvaluationsView> {
  const { reads } = context.database
  const post = await findPost(context, postNo)
  const [found, states, actions] = await Promise.all([
    // One more than is shown tells whether there is a next page.
    readEvaluationsBefore(reads, postNo, before, pageSize + 1),
    context.states.read([post.account_id]),
    readPostActions(reads, postNo, readActions),
  ])
  const shown = found.slice(0, pageSize)
  const policy = states.get(post.account_id)?.policy?.recovery
  const name = { accountId: post.account_id, platform: post.platform, postId: post.post_id }
  const heldOut = policy !== undefined && isHeldOut(name, policy, sha256Hex)
  const evaluations = await recoveryEvaluationRows(
    context.database,
    postNo,
    shown,
    actions.map(episodeAction),
    {
      heldOut,
      nowMs: context.now(),
    },
  )
  return {
    evaluations: [...evaluations],
    nextBefore: found.length > pageSize ? (shown.at(-1)?.no ?? null) : null,
  }
}
