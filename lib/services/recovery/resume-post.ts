import type { ResumePostInput } from '../../contracts/recovery-actions.ts'
import type { Actor } from '../../engine/guard/commands.ts'
import { AppError } from '../../shared/app-error.ts'
import { resumePost as storeResumption } from '../../store/recovery/resume-post.ts'
import type { Runtime } from '../runtime.ts'
import { actedAt, done, type RecoveryAct, refusedAct } from './recovery-act.ts'

/**
 * A reviewer ends the pause that is on the screen: the post is due at once, and planned for anew.
 * @throws AppError `not_found` when there is no such post.
 */
export async function resumePost(
  { database, clock }: Pick<Runtime, 'database' | 'clock'>,
  { id, name }: Pick<Actor, 'id' | 'name'>,
  { postNo, pausedAtMs, reason }: ResumePostInput,
): Promise<RecoveryAct> {
  const by = { id, name, reason }
  const result = await storeResumption(database, { postNo, pausedAtMs, by, atMs: clock() })
  switch (result.kind) {
    case 'no_post':
      throw new AppError('not_found', 'There is no such post.')
    case 'not_paused':
      return refusedAct(
        result.ended === null
          ? 'It is not paused any more'
          : `${result.ended.byName} has resumed it already, ${actedAt(result.ended.atMs)}`,
      )
    case 'paused_again':
      return refusedAct(`${result.byName} has paused it anew, ${actedAt(result.atMs)}`)
    case 'resumed':
      return done
  }
}
