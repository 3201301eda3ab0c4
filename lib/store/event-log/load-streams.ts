import type { PoolClient } from 'pg'
import type { Transaction } from '../database.ts'

/** Where a caller's knowledge of a stream ends; 0 when nothing is known. */
export interface StreamPosition {
  readonly stream: string
  readonly seq: number
}

/** An event as it is folded. `body` is still text: whoever needs the data parses it. */
export interface TailEvent {
  readonly seq: number
  readonly type: string
  readonly atMs: number
  readonly actionId: string | null
  readonly body: string
  readonly hash: Uint8Array
}

export interface Snapshot {
  readonly seq: number
  readonly state: string
  readonly hash: Uint8Array
}

export interface StreamTail {
  /** A snapshot past the known position, by this version of the fold; null when the tail alone suffices. */
  readonly snapshot: Snapshot | null
  /** Every event after the snapshot, or else after the known position, in order. */
  readonly events: readonly TailEvent[]
}

/** One query's rows: what pg's pool and a Prisma transaction both give. */
export type Query = (text: string, values: readonly unknown[]) => Promise<readonly unknown[]>

/** Queries through a pool, or on one connection of it. */
export function pooledQuery(pool: Pick<PoolClient, 'query'>): Query {
  return async (text, values) => (await pool.query({ text, values: [...values] })).rows as unknown[]
}

/** Queries inside a Prisma transaction. */
export function transactionQuery(transaction: Transaction): Query {
  return (text, values) => transaction.$queryRawUnsafe<unknown[]>(text, ...values)
}

/**
 * Loads what streams hold beyond the known positions, any number of streams in two queries. Events that are
 * appended between the two are part of the second's answer, so a tail is never torn.
 */
export async function loadStreams(
  query: Query,
  known: readonly StreamPosition[],
  engineVersion: string,
): Promise<ReadonlyMap<string, StreamTail>> {
  const snapshots = await loadSnapshots(query, known, engineVersion)
  const from = known.map(({ stream, seq }) => snapshots.get(stream)?.seq ?? seq)
  const rows = (await query(selectTails, [known.map(({ stream }) => stream), from])) as TailRow[]
  const tails = new Map<string, { snapshot: Snapshot | null; events: TailEvent[] }>()
  for (const { stream } of known) tails.set(stream, { snapshot: snapshots.get(stream) ?? null, events: [] })
  for (const row of rows) tails.get(row.stream)?.events.push(tailEventOf(row))
  return tails
}

async function loadSnapshots(
  query: Query,
  known: readonly StreamPosition[],
  engineVersion: string,
): Promise<ReadonlyMap<string, Snapshot>> {
  // A stream that is already in memory is only behind by a few events; no snapshot would be shorter.
  const unknown = known.filter(({ seq }) => seq === 0).map(({ stream }) => stream)
  if (unknown.length === 0) return new Map()
  const rows = (await query(selectSnapshots, [unknown, engineVersion])) as SnapshotRow[]
  return new Map(
    rows.map(({ stream, seq, state, hash }) => [stream, { seq: Number(seq), state, hash: hash }]),
  )
}

interface SnapshotRow {
  readonly stream: string
  readonly seq: string | bigint
  readonly state: string
  readonly hash: Uint8Array
}

/** An event's columns as `selectedEvent` names them. */
export interface TailRow {
  readonly stream: string
  readonly seq: string | bigint
  readonly type: string
  readonly at_ms: string | bigint
  readonly action_id: string | null
  readonly body: string
  readonly hash: Uint8Array
}

/** Reads one row of the log. */
export function tailEventOf(row: TailRow): TailEvent {
  const { type, body, hash } = row
  return { seq: Number(row.seq), type, atMs: Number(row.at_ms), actionId: row.action_id, body, hash }
}

/** The columns that `tailEventOf` reads, of `event e`. */
export const selectedEvent =
  'e.stream, e.seq, e.type, (extract(epoch FROM e.at) * 1000)::bigint AS at_ms, e.action_id, e.body, e.hash'

const selectSnapshots = `
SELECT stream, seq, state, hash FROM stream_snapshot WHERE stream = ANY($1::text[]) AND engine_version = $2`

const selectTails = `
SELECT ${selectedEvent}
FROM unnest($1::text[], $2::bigint[]) AS known (stream, seq)
CROSS JOIN LATERAL (
  SELECT * FROM event WHERE event.stream = known.stream AND event.seq > known.seq ORDER BY event.seq
) AS e`
