import type { ActionDecided, GuardEvent } from '#lib/engine/guard/events.ts'

/** One thing about a decision that comes out another way. */
export interface Difference {
  readonly what: string
  readonly recorded: string
  readonly replayed: string
}

/** What of a decision is decided; the sentences beside the reasons' codes may be worded anew. */
const compared = {
  verdict: ({ verdict }) => verdict,
  tier: ({ tier }) => tier,
  counts: ({ counts }) => `${counts.tier_1}/${counts.tier_2}/${counts.tier_3}`,
  counted: ({ counted }) => String(counted),
  reasons: ({ reasons }) => codesOf(reasons),
  lockout: ({ lockoutId }) => lockoutId ?? 'none',
  confidence: ({ confidence }) => String(confidence),
  'policy version': ({ policyVersion }) => policyVersion,
  'retry after': ({ retryAfterMs }) => (retryAfterMs === null ? 'none' : `${retryAfterMs} ms`),
  shadow: ({ shadow }) => (shadow ? `${shadow.verdict} ${codesOf(shadow.reasons)}` : 'none'),
} as const satisfies Record<string, (decided: ActionDecided) => string>

/** What differs between a decision as it was recorded and as it is decided again. */
export function compareDecisions(recorded: ActionDecided, replayed: ActionDecided): Difference[] {
  return Object.entries(compared).flatMap(([what, read]) => difference(what, read(recorded), read(replayed)))
}

/** What differs between the transitions that were recorded with a decision and those that it brings again. */
export function compareTransitions(
  recorded: readonly GuardEvent[],
  replayed: readonly GuardEvent[],
): Difference[] {
  return difference('transitions', describeAll(recorded), describeAll(replayed))
}

function difference(what: string, recorded: string, replayed: string): Difference[] {
  return recorded === replayed ? [] : [{ what, recorded, replayed }]
}

function codesOf(reasons: ActionDecided['reasons']): string {
  return reasons.length === 0 ? 'none' : reasons.map(({ code }) => code).join(', ')
}

function describeAll(events: readonly GuardEvent[]): string {
  return events.length === 0 ? 'none' : events.map(describe).join(', ')
}

function describe(event: GuardEvent): string {
  if (event.type === 'tier_changed') return `${event.data.from} to ${event.data.tier}`
  if (event.type === 'lockout_opened') return `lockout opened by ${event.data.cause}`
  return event.type
}
