import type { CompiledPolicy } from '../policy/needed-count.ts'
import type { Tier } from '../policy/policy.ts'
import type { ActionDecided } from './events.ts'
import type { GuardState } from './state.ts'

/** An agent that was paced and told when to come back. */
export interface PacePromise {
  readonly agentId: string
  readonly dueAtMs: number
}

/** How late an agent may come and still find its promise kept: what a network and a timer take. */
export const promiseGraceMs = 999
/** How many promises are kept; an account has few agents, and one that comes too late asks as any other. */
const promisesCap = 200

/**
 * How long an edit must still wait, or null when it may come now: it may one pace interval after the last admitted
 * edit, and an agent that comes when it was told to may in any case. Whoever must wait is told a time of its own, one
 * interval after the last that was promised, so that agents who wait do not all come back at once.
 */
export function paceWaitMs(
  state: GuardState,
  policy: CompiledPolicy,
  agentId: string,
  tier: Tier,
  nowMs: number,
): number | null {
  if (!policy.policy.containment.pacing || (tier !== 'tier_1' && tier !== 'tier_2')) return null
  if (state.lastAdmittedEditAtMs === null) return null
  const freeAtMs = state.lastAdmittedEditAtMs + policy.paceIntervalMs
  if (freeAtMs <= nowMs) return null
  const live = state.promises.filter((promise) => isLive(promise, nowMs))
  const own = live.find((promise) => promise.agentId === agentId)
  if (own) return own.dueAtMs <= nowMs ? null : own.dueAtMs - nowMs
  const lastPromisedMs = Math.max(-Infinity, ...live.map(({ dueAtMs }) => dueAtMs))
  return Math.max(freeAtMs, lastPromisedMs + policy.paceIntervalMs) - nowMs
}

/** The promises after a decision: a new one when the agent was told to wait; its own is used up when it came. */
export function promisesAfter(
  promises: readonly PacePromise[],
  { request: { agentId }, edit, verdict, retryAfterMs }: ActionDecided,
  atMs: number,
): readonly PacePromise[] {
  if (!edit || (promises.length === 0 && retryAfterMs === null)) return promises
  const isUsedUp = ({ dueAtMs }: PacePromise) => dueAtMs <= atMs || verdict === 'allow'
  const kept = promises.filter(
    (promise) => isLive(promise, atMs) && (promise.agentId !== agentId || !isUsedUp(promise)),
  )
  if (retryAfterMs === null || kept.some((promise) => promise.agentId === agentId)) return kept
  return [...kept, { agentId, dueAtMs: atMs + retryAfterMs }].slice(-promisesCap)
}

function isLive({ dueAtMs }: PacePromise, nowMs: number): boolean {
  return nowMs <= dueAtMs + promiseGraceMs
}
