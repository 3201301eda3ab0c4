import type { RecoveryEvaluationsView } from '../../contracts/views/recovery-evaluations-view.ts'
import { readPostActions } from '../../store/queries/read-post-actions.ts'
import { readEvaluationsBefore } from '../../store/queries/read-post-evaluations.ts'
import type { ConsoleContext } from './console-context.ts'
import { episodeAction, findPost, isPostHeldOut } from './read-recovery-post.ts'
import { episodeActions, evaluationsPerPage, recoveryEvaluationRows } from './recovery-evaluation-rows.ts'

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
    readEvaluationsBefore(reads, postNo, before, evaluationsPerPage + 1),
    context.states.read([post.account_id]),
    readPostActions(reads, postNo, episodeActions),
  ])
  const shown = found.slice(0, evaluationsPerPage)
  const evaluations = await recoveryEvaluationRows(
    context.database,
    postNo,
    shown,
    actions.map(episodeAction),
    {
      heldOut: isPostHeldOut(post, states.get(post.account_id)),
      nowMs: context.now(),
    },
  )
  return {
    evaluations: [...evaluations],
    nextBefore: found.length > evaluationsPerPage ? (shown.at(-1)?.no ?? null) : null,
  }
}
