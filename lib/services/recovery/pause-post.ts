import type { PausePostInput } from '../../contracts/recovery-actions.ts'
import type { Actor } from '../../engine/guard/commands.ts'
import { presets } from '../../engine/policy/presets.ts'
import { advanceAction } from '../../engine/recovery/advance-action.ts'
import { AppError } from '../../shared/app-error.ts'
import { pausePost as storePause } from '../../store/recovery/pause-post.ts'
import type { Runtime } from '../runtime.ts'
import { actedAt, type RecoveryAct, refusedAct } from './recovery-act.ts'

/**
 * A reviewer pauses recovery of a post: until it is resumed it is not evaluated, nothing is planned for it, and what
 * waits to be dispatched is called off. An attempt that runs by then runs to its end.
 * @throws AppError `not_found` when there is no such post.
 */
export async function pausePost(
  { database, clock }: Pick<Runtime, 'database' | 'clock'>,
  { id, name }: Pick<Actor, 'id' | 'name'>,
  { postNo, reason }: PausePostInput,
): Promise<RecoveryAct<{ readonly pausedAtMs: number; readonly calledOff: number }>> {
  const atMs = clock()
  const by = { id, name, reason }
  const result = await storePause(database, { postNo, by, atMs }, (life) => {
    const moved = advanceAction(life, { type: 'cancel' }, presets.standard.recovery.retry)
    if (moved.kind === 'refused') return null
    return { life: moved.life, path: moved.path, cause: 'post_paused', lockoutId: null, atMs, by }
  })
  switch (result.kind) {
    case 'no_post':
      throw new AppError('not_found', 'There is no such post.')
    case 'already_paused':
      return refusedAct(`${result.byName} has paused it already, ${actedAt(result.atMs)}`)
    case 'paused':
      return { kind: 'done', value: { pausedAtMs: atMs, calledOff: result.calledOff } }
  }
}
