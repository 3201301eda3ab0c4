import type { Pool } from 'pg'
import { accountStream } from '../event-log/event-row.ts'

/** Attempts that a lockout refused while it was in force. */
export interface RefusedAttempts {
  readonly count: number
  readonly lastAtMs: number | null
}

/** Counts what each closed lockout refused, by the lockout's id. */
export async function countRefusedAttempts(
  pool: Pool,
  lockouts: readonly {
    readonly id: string
    readonly accountId: string
    readonly openedSeq: bigint
    readonly closedSeq: bigint | null
  }[],
): Promise<ReadonlyMap<string, RefusedAttempts>> {
  if (lockouts.length === 0) return new Map()
  const { rows } = await pool.query<{ id: string; count: string; last_at: Date | null }>(countRefused, [
    lockouts.map(({ id }) => id),
    lockouts.map(({ accountId }) => accountStream(accountId)),
    lockouts.map(({ openedSeq }) => openedSeq.toString()),
    lockouts.map(({ closedSeq }) => closedSeq?.toString() ?? null),
  ])
  return new Map(
    rows.map(({ id, count, last_at }) => [
      id,
      { count: Number(count), lastAtMs: last_at?.getTime() ?? null },
    ]),
  )
}

const countRefused = `
SELECT asked.id, refused.count, refused.last_at
FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) AS asked (id, stream, opened_seq, closed_seq)
CROSS JOIN LATERAL (
  SELECT count(*) AS count, max(e.at) AS last_at FROM event AS e
  WHERE e.stream = asked.stream AND e.seq > asked.opened_seq AND e.seq < asked.closed_seq
    AND e.type = 'action_decided' AND e.body::jsonb -> 'reasons' -> 0 ->> 'code' = 'lockout_enforced'
) AS refused`
