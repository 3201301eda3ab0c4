import type { CompiledPolicy } from '../policy/needed-count.ts'
import type { Tier } from '../policy/policy.ts'
import type { ActionDecided, ActionRequest } from './events.ts'
import type { GuardState } from './state.ts'

/** An agent that was paced, what it wanted to do, and when it was told to come back. */
export interface PacePromise {
  readonly agentId: string
  readonly actionType: string
  readonly targetId: string
  readonly dueAtMs: number
}

/** How late an agent may come and still find its promise kept: what a network and a timer take. */
export const promiseGraceMs = 999
/** How many promises are kept; whoever is told a time beyond them asks as any other when it comes. */
const promisesCap = 200

/**
 * How long an edit must still wait, or null when it may come now: it may one pace interval after the last admitted
 * edit, and one that comes when it was told to may in any case. Whoever must wait is told a time of its own, one
 * interval after the last that was promised, so that edits that wait do not all come back at once.
 */
export function paceWaitMs(
  state: GuardState,
  policy: CompiledPolicy,
  request: ActionRequest,
  tier: Tier,
  nowMs: number,
): number | null {
  if (!policy.policy.containment.pacing || (tier !== 'tier_1' && tier !== 'tier_2')) return null
  if (state.lastAdmittedEditAtMs === null) return null
  const freeAtMs = state.lastAdmittedEditAtMs + policy.paceIntervalMs
  if (freeAtMs <= nowMs) return null
  const live = state.promises.filter((promise) => isLive(promise, nowMs))
  const same = live.find((promise) => isOfSameEdit(promise, request))
  if (same) return same.dueAtMs <= nowMs ? null : same.dueAtMs - nowMs
  const lastPromisedMs = Math.max(-Infinity, ...live.map(({ dueAtMs }) => dueAtMs))
  return Math.max(freeAtMs, lastPromisedMs + policy.paceIntervalMs) - nowMs
}

/** The promises after a decision: one less when the agent came at its time or got in before, one more when it must wait. */
export function promisesAfter(
  promises: readonly PacePromise[],
  { request, edit, verdict, retryAfterMs }: ActionDecided,
  atMs: number,
): readonly PacePromise[] {
  if (!edit || (promises.length === 0 && retryAfterMs === null)) return promises
  const live = promises.filter((promise) => isLive(promise, atMs))
  const same = live.find((promise) => isOfSameEdit(promise, request))
  const isUsedUp = same !== undefined && (same.dueAtMs <= atMs || verdict === 'allow')
  const kept = isUsedUp ? live.filter((promise) => promise !== same) : live
  if (retryAfterMs === null || (same && !isUsedUp) || kept.length >= promisesCap) return kept
  const { agentId, actionType, target } = request
  return [...kept, { agentId, actionType, targetId: target.id, dueAtMs: atMs + retryAfterMs }]
}

function isLive({ dueAtMs }: PacePromise, nowMs: number): boolean {
  return nowMs <= dueAtMs + promiseGraceMs
}

function isOfSameEdit({ agentId, actionType, targetId }: PacePromise, request: ActionRequest): boolean {
  return agentId === request.agentId && actionType === request.actionType && targetId === request.target.id
}
