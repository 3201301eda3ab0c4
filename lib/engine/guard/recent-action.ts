import type { ActionDecided } from './events.ts'
import type { RecentAction } from './state.ts'

/** What the state keeps of a decided action for a brief. */
export function recentActionOf(decided: ActionDecided, seq: number, atMs: number): RecentAction {
  return {
    seq,
    atMs,
    agentId: decided.request.agentId,
    actionType: decided.request.actionType,
    targetId: decided.request.target.id,
    origin: decided.request.origin,
    verdict: decided.verdict,
    reason: decided.reasons[0]?.code ?? 'allow',
    counted: decided.counted,
    reversible: decided.reversibility === 'reversible',
    violations: decided.violations,
  }
}
