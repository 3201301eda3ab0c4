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
 * How long an edit must still wait, or null when it may come now: at the time that it or its agent was told, or one
 * pace interval after the last admitted edit when that is no sooner than an interval before another promise. Whoever
 * must wait is told a time of its own, an interval after the last promise has run out: no two edits come closer.
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
  const { paceIntervalMs } = policy
  const freeAtMs = state.lastAdmittedEditAtMs + paceIntervalMs
  const live = state.promises.filter((promise) => isLive(promise, nowMs))
  const own = promiseOf(live, request, nowMs)
  if (own && own.dueAtMs <= nowMs) return null
  const isOthersTime = live.some((promise) => promise !== own && promise.dueAtMs < nowMs + paceIntervalMs)
  if (freeAtMs <= nowMs && !isOthersTime) return null
  if (own) return own.dueAtMs - nowMs
  const lastPromisedMs = Math.max(-Infinity, ...live.map(({ dueAtMs }) => dueAtMs))
  return Math.max(freeAtMs, lastPromisedMs + promiseGraceMs + paceIntervalMs) - nowMs
}

/** The promises after a decision: one less when it was kept or not waited for, one more when an edit must wait. */
export function promisesAfter(
  promises: readonly PacePromise[],
  { request, edit, verdict, retryAfterMs }: ActionDecided,
  atMs: number,
): readonly PacePromise[] {
  if (!edit || (promises.length === 0 && retryAfterMs === null)) return promises
  const live = promises.filter((promise) => isLive(promise, atMs))
  const own = promiseOf(live, request, atMs)
  const isUsedUp = own !== undefined && (verdict === 'allow' || (own.dueAtMs <= atMs && isOf(own, request)))
  const kept = isUsedUp ? live.filter((promise) => promise !== own) : live
  if (retryAfterMs === null || (own && !isUsedUp) || kept.length >= promisesCap) return kept
  const { agentId, actionType, target } = request
  return [...kept, { agentId, actionType, targetId: target.id, dueAtMs: atMs + retryAfterMs }]
}

/** What this very edit was promised, or else the agent for another edit and for now: its time is its own to use. */
function promiseOf(
  live: readonly PacePromise[],
  request: ActionRequest,
  nowMs: number,
): PacePromise | undefined {
  return (
    live.find((promise) => isOf(promise, request)) ??
    live.find(({ agentId, dueAtMs }) => agentId === request.agentId && dueAtMs <= nowMs)
  )
}

function isLive({ dueAtMs }: PacePromise, nowMs: number): boolean {
  return nowMs <= dueAtMs + promiseGraceMs
}

function isOf({ agentId, actionType, targetId }: PacePromise, request: ActionRequest): boolean {
  return agentId === request.agentId && actionType === request.actionType && targetId === request.target.id
}
