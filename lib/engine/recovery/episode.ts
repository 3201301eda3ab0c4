import { hourMs } from '../policy/needed-count.ts'
import type { RecoveryPolicy } from '../policy/policy.ts'
import { isDispatched, type RecoveryAction } from './recovery-action.ts'

/** The stretch of stagnation that a post is in. */
export interface Episode {
  /** Counts from 1. */
  readonly number: number
  /** When rest ends it if nothing more is dispatched; null before its first dispatched action. */
  readonly endsAtMs: number | null
}

/**
 * The episode of a post at `nowMs`: one ends when the post evaluates healthy after an action of the episode, or
 * `restHours` after its last dispatched action; the next action belongs to the next (domain.md, section 7).
 * `actions` are the post's own, in any order; `healthyAtMs` the times of its healthy evaluations.
 */
export function episodeAt(
  actions: readonly RecoveryAction[],
  healthyAtMs: readonly number[],
  nowMs: number,
  policy: RecoveryPolicy,
): Episode {
  const dispatchedAtMs = actions.filter(isDispatched).map((action) => action.initiatedAtMs)
  const times = dispatchedAtMs.toSorted((a, b) => a - b)
  const restMs = Math.ceil(policy.restHours * hourMs)
  let number = 1
  let lastAtMs: number | null = null
  for (const atMs of times) {
    if (lastAtMs !== null && hasEnded(lastAtMs, atMs, healthyAtMs, restMs)) number += 1
    lastAtMs = atMs
  }
  if (lastAtMs === null) return { number, endsAtMs: null }
  if (hasEnded(lastAtMs, nowMs, healthyAtMs, restMs)) return { number: number + 1, endsAtMs: null }
  return { number, endsAtMs: lastAtMs + restMs }
}

function hasEnded(lastAtMs: number, atMs: number, healthyAtMs: readonly number[], restMs: number): boolean {
  return atMs - lastAtMs >= restMs || healthyAtMs.some((healthy) => healthy > lastAtMs && healthy <= atMs)
}
