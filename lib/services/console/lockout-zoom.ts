import type { LockoutZoom } from '../../contracts/views/lockout-view.ts'
import { minuteMs } from '../../engine/policy/needed-count.ts'
import type { LockoutOrigin } from '../../store/queries/read-lockout-origins.ts'
import type { Attempt } from './series/attempt.ts'

/** The newest marks of a row; more would lie on top of each other. */
const marksPerAgent = 300
const beforeMs = minuteMs
const afterMs = 2 * minuteMs

/** The stretch that the zoom shows: from before the first action that tripped to after the lock, not past `nowMs`. */
export function zoomRange(
  origin: LockoutOrigin | undefined,
  openedAtMs: number,
  nowMs: number,
): { fromMs: number; toMs: number } {
  const firstMs = origin?.tripping[0]?.atMs ?? openedAtMs - 2 * minuteMs
  return { fromMs: firstMs - beforeMs, toMs: Math.min(openedAtMs + afterMs, Math.max(nowMs, openedAtMs + 1)) }
}

/** The attempts around a lock, one row per agent, the agent with most of those that tripped first. Pure. */
export function lockoutZoom(
  attempts: readonly Attempt[],
  origin: LockoutOrigin | undefined,
  range: { readonly fromMs: number; readonly toMs: number },
): LockoutZoom {
  const tripping = origin?.opened.cause === 'velocity_tier_3' ? origin.tripping : []
  const shares = Map.groupBy(tripping, ({ agentId }) => agentId)
  const inside = attempts.filter(({ atMs }) => atMs >= range.fromMs && atMs <= range.toMs)
  const agents = [...Map.groupBy(inside, ({ agentId }) => agentId)].map(([agentId, marks]) => ({
    agentId,
    ofTripped: shares.get(agentId)?.length ?? 0,
    marks: marks.slice(-marksPerAgent).map(({ seq, atMs, outcome }) => ({ seq, atMs, outcome })),
  }))
  const first = tripping[0]
  const last = tripping.at(-1)
  return {
    ...range,
    agents: agents.sort(
      (left, right) => right.ofTripped - left.ofTripped || (left.agentId < right.agentId ? -1 : 1),
    ),
    tripped: first && last ? { fromMs: first.atMs, toMs: last.atMs, lastSeq: last.seq } : null,
  }
}
