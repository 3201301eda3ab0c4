import type { EventRow } from './event-row.ts'

/** What became of a batch; unless it is `appended`, nothing of it was written. */
export type AppendOutcome =
  | { readonly kind: 'appended' }
  /** Stop orders or keys changed since the batch was decided: read them, decide again. */
  | { readonly kind: 'epoch_moved' }
  /** Another process appended to one of the streams first: load the tails, decide again. */
  | { readonly kind: 'sequence_conflict' }
  /** One of the steps of an action was taken before: answer from the log, decide the others again. */
  | { readonly kind: 'action_repeated' }

export interface AppendBatch {
  /** The control epoch under which everything in the batch was decided. */
  readonly epoch: number
  /** In order within each stream, and sorted by stream, so that two batches never wait for each other crosswise. */
  readonly items: readonly EventRow[]
}

/** Writes the rows if the epoch still stands; resolves to how many rows were written, rejects with PostgreSQL's error. */
export type AppendStatement = (batch: AppendBatch) => Promise<number>

/**
 * Appends events of any number of streams, all or none. The statement is handed in: lib/store/event-log holds one
 * for a plain connection and one for a Prisma transaction, and one that sends each stream to its own node of a
 * cluster can stand beside them. Any other failure (no connection, timeout) rejects, and then it is not known
 * whether the batch was written.
 */
export async function appendBatch(statement: AppendStatement, batch: AppendBatch): Promise<AppendOutcome> {
  try {
    const written = await statement(batch)
    if (written === batch.items.length) return { kind: 'appended' }
    if (written === 0) return { kind: 'epoch_moved' }
  } catch (error) {
    const kind = conflictKind(error)
    if (kind === null) throw error
    return { kind }
  }
  throw new Error('an append wrote a part of its batch')
}

/** Name of the primary key, and what the names of the indexes begin with that let each step happen once. */
const sequenceIndex = 'event_pkey'
const actionIndex = 'event_action_'
/** PostgreSQL's codes of a deadlock and a serialization failure: someone else was first as well. */
export const lostRaces: ReadonlySet<string> = new Set(['40P01', '40001'])

/** Tells a lost race from a failure, for pg's errors and for Prisma's wrapping of them. */
export function conflictKind(error: unknown): 'sequence_conflict' | 'action_repeated' | null {
  const text = describe(error)
  if (text.includes(actionIndex)) return 'action_repeated'
  if (text.includes(sequenceIndex)) return 'sequence_conflict'
  for (const code of lostRaces) if (text.includes(`"${code}"`)) return 'sequence_conflict'
  return null
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const { code, constraint, meta } = error as { code?: unknown; constraint?: unknown; meta?: unknown }
  const isUnique = code === '23505'
  // pg names the constraint; Prisma's raw queries put the original into meta and message.
  if (isUnique) return `"23505" ${String(constraint)}`
  return `"${String(code)}" ${JSON.stringify(meta ?? null)} ${code === 'P2010' || code === 'P2002' ? error.message : ''}`
}
