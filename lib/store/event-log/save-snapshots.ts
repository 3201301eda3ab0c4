import type { Pool } from 'pg'

/** A stream's folded state at a sequence. */
export interface NewSnapshot {
  readonly stream: string
  readonly seq: number
  readonly state: string
  readonly hash: Uint8Array
}

/** Keeps each snapshot unless a newer one by the same version of the fold is kept already. */
export async function saveSnapshots(
  pool: Pool,
  engineVersion: string,
  snapshots: readonly NewSnapshot[],
): Promise<void> {
  if (snapshots.length === 0) return
  // Sorted, so that two processes that save the same streams never wait for each other crosswise.
  const sorted = [...snapshots].sort((one, other) => (one.stream < other.stream ? -1 : 1))
  await pool.query(upsertSnapshots, [
    sorted.map(({ stream }) => stream),
    sorted.map(({ seq }) => seq),
    engineVersion,
    sorted.map(({ state }) => state),
    sorted.map(({ hash }) => Buffer.from(hash)),
  ])
}

const upsertSnapshots = `
INSERT INTO stream_snapshot (stream, seq, engine_version, state, hash)
SELECT stream, seq, $3, state, hash
FROM unnest($1::text[], $2::bigint[], $4::text[], $5::bytea[]) AS item (stream, seq, state, hash)
ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, engine_version = excluded.engine_version,
  state = excluded.state, hash = excluded.hash
WHERE stream_snapshot.engine_version <> excluded.engine_version OR stream_snapshot.seq < excluded.seq`
