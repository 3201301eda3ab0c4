import type { ActionLife, DecisionRow } from '../../contracts/views/decision-row.ts'
import type { RecordedEvent } from '../../engine/guard/events.ts'
import { outcomeOf } from './series/attempt.ts'

const withinLimits = { code: 'within_limits', message: 'Within every limit' }
const shadowed = { code: 'shadow', message: 'Shadow mode admits it' }

/** A decided action as the console lists it, with what became of it where `lives` says so; null for an event of another kind. Pure. */
export function decisionRow(
  { seq, atMs, event }: RecordedEvent,
  lives: ReadonlyMap<string, ActionLife> = new Map(),
): DecisionRow | null {
  if (event.type !== 'action_decided') return null
  const { request, verdict, reasons, tier, counted, shadow } = event.data
  return {
    seq,
    atMs,
    actionId: request.actionId,
    agentId: request.agentId,
    actionType: request.actionType,
    targetId: request.target.id,
    origin: request.origin,
    outcome: outcomeOf(verdict, reasons[0]?.code ?? null),
    reason: reasons[0] ?? (shadow?.reasons.length ? shadowed : withinLimits),
    life: lives.get(request.actionId) ?? null,
    tier,
    counted,
    shadowReason: shadow?.reasons[0] ?? null,
    shadowOutcome: shadow && outcomeOf(shadow.verdict, shadow.reasons[0]?.code ?? null),
  }
}
