import { type Query, selectedEvent, type TailEvent, tailEventOf, type TailRow } from './load-streams.ts'

/** An action by its id in its account's stream. */
export interface ActionReference {
  readonly stream: string
  readonly actionId: string
}

/** A recorded decision, and the event right after it when that is not a decision as well. */
export interface FoundDecision {
  readonly stream: string
  readonly decided: TailEvent
  readonly next: TailEvent | null
}

/** Finds the recorded decisions of those actions that have one, in no order. */
export async function findDecisions(
  query: Query,
  actions: readonly ActionReference[],
): Promise<readonly FoundDecision[]> {
  if (actions.length === 0) return []
  const rows = (await query(selectDecisions, [
    actions.map(({ stream }) => stream),
    actions.map(({ actionId }) => actionId),
  ])) as (TailRow & { readonly is_decision: boolean })[]
  const nexts = new Map<string, TailEvent>()
  for (const row of rows) if (!row.is_decision) nexts.set(`${row.stream} ${row.seq}`, tailEventOf(row))
  return rows
    .filter((row) => row.is_decision)
    .map((row) => {
      const decided = tailEventOf(row)
      return { stream: row.stream, decided, next: nexts.get(`${row.stream} ${decided.seq + 1}`) ?? null }
    })
}

/** The newest policy event of a stream before a sequence; null when there is none. */
export async function findPolicyBefore(query: Query, stream: string, seq: number): Promise<TailEvent | null> {
  const [row] = (await query(selectPolicy, [stream, seq])) as TailRow[]
  return row ? tailEventOf(row) : null
}

const selectDecisions = `
WITH decided AS (
  SELECT e.* FROM unnest($1::text[], $2::text[]) AS asked (stream, action_id)
  JOIN event AS e ON e.stream = asked.stream AND e.action_id = asked.action_id AND e.type = 'action_decided'
)
SELECT ${selectedEvent}, true AS is_decision FROM decided AS e
UNION ALL
SELECT ${selectedEvent}, false AS is_decision
FROM decided JOIN event AS e ON e.stream = decided.stream AND e.seq = decided.seq + 1 AND e.type <> 'action_decided'`

const selectPolicy = `
SELECT ${selectedEvent} FROM event AS e
WHERE e.stream = $1 AND e.seq < $2::bigint AND e.type <> 'action_decided' AND e.type = 'policy_assigned'
ORDER BY e.seq DESC LIMIT 1`
