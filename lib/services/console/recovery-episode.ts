import type { EpisodeView } from '../../contracts/views/recovery-post-view.ts'
import { hourMs } from '../../engine/policy/needed-count.ts'
import type { ActionLife } from '../../engine/recovery/action-life.ts'
import { isSettled } from '../../engine/recovery/legal-steps.ts'

/** What of an action its episode is told from. */
export interface EpisodeAction {
  readonly episode: number
  readonly reservedAtMs: number
  readonly life: ActionLife
}

/**
 * The episode that a post is in, or was in last: that of its newest action that was not called off. `actions` are
 * newest first; `healthyAtMs` is the first healthy evaluation after that action, null when there was none.
 */
export function recoveryEpisode(
  actions: readonly EpisodeAction[],
  healthyAtMs: number | null,
  { state, restHours, nowMs }: { state: string; restHours: number; nowMs: number },
): EpisodeView {
  const last = lastDispatched(actions)
  if (!last) {
    return { number: 1, state: 'none', startedAtMs: null, endedAtMs: null, restsAtMs: null, actionCount: 0 }
  }
  const own = actions.filter(({ episode, life }) => episode === last.episode && life.status !== 'cancelled')
  const episode = {
    number: last.episode,
    startedAtMs: Math.min(...own.map(({ reservedAtMs }) => reservedAtMs)),
    actionCount: own.length,
  }
  const restsAtMs = dispatchedAtMs(last, nowMs) + Math.ceil(restHours * hourMs)
  if (healthyAtMs !== null && healthyAtMs < restsAtMs) {
    return { ...episode, state: 'recovered', endedAtMs: healthyAtMs, restsAtMs: null }
  }
  if (nowMs >= restsAtMs) return { ...episode, state: 'rested', endedAtMs: restsAtMs, restsAtMs: null }
  const isOver = own.every(({ life }) => isSettled(life.status) && life.status !== 'needs_human')
  const exhausted = isOver && state === 'duplicate_action'
  return { ...episode, state: exhausted ? 'exhausted' : 'open', endedAtMs: null, restsAtMs }
}

/** The newest action that was not called off; `actions` are newest first. */
export function lastDispatched<Action extends Pick<EpisodeAction, 'life'>>(
  actions: readonly Action[],
): Action | null {
  return actions.find(({ life }) => life.status !== 'cancelled') ?? null
}

/** From when an action counts: its first attempt, or now while it waits for it. */
export function dispatchedAtMs({ life }: Pick<EpisodeAction, 'life'>, nowMs: number): number {
  return life.firstAttemptAtMs ?? nowMs
}

/**
 * The episodes that healthy evaluations ended: each action's, at the first healthy evaluation after the last action of
 * its episode and before the next action.
 */
export function endedEpisodes(
  actions: readonly EpisodeAction[],
  healthyAtMs: readonly number[],
  nowMs: number,
): readonly { readonly atMs: number; readonly episode: number }[] {
  const dispatched = actions
    .filter(({ life }) => life.status !== 'cancelled')
    .map((action) => ({ episode: action.episode, atMs: dispatchedAtMs(action, nowMs) }))
    .toSorted((a, b) => a.atMs - b.atMs)
  const healthy = healthyAtMs.toSorted((a, b) => a - b)
  return dispatched.flatMap(({ episode, atMs }, index) => {
    const next = dispatched[index + 1]
    const first = healthy.find((at) => at > atMs)
    return first === undefined || (next && first > next.atMs) ? [] : [{ atMs: first, episode }]
  })
}
