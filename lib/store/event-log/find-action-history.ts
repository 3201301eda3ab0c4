import { type Query, selectedEvent, type TailEvent, tailEventOf, type TailRow } from './load-streams.ts'

/** An action by its id in its account's stream. */
export interface ActionReference {
  readonly stream: string
  readonly actionId: string
}

/** The events that took the steps of these actions, in the order of their sequence. */
export async function findActionHistory(
  query: Query,
  actions: readonly ActionReference[],
): Promise<readonly (TailEvent & { readonly stream: string })[]> {
  if (actions.length === 0) return []
  const rows = (await query(selectHistory, [
    actions.map(({ stream }) => stream),
    actions.map(({ actionId }) => actionId),
  ])) as TailRow[]
  return rows
    .map((row) => ({ ...tailEventOf(row), stream: row.stream }))
    .toSorted((one, other) => one.seq - other.seq)
}

// One branch for each unique index: none of them holds every step.
const branches = [
  `e.type = 'action_decided'`,
  `e.type IN ('action_approved', 'action_rejected', 'action_expired')`,
  `e.type = 'action_claimed'`,
  `e.type = 'action_settled'`,
]

const selectHistory = `
WITH asked AS (SELECT * FROM unnest($1::text[], $2::text[]) AS asked (stream, action_id))
${branches
  .map(
    (predicate) => `SELECT ${selectedEvent} FROM asked
JOIN event AS e ON e.stream = asked.stream AND e.action_id = asked.action_id AND ${predicate}`,
  )
  .join('\nUNION ALL\n')}`
