import type { Pool } from 'pg'
import type { Escalation, LockoutOpened } from '../../engine/guard/events.ts'
import { accountStream } from '../event-log/event-row.ts'

/** How a lockout came about: its opening event, the transition right before it, and the actions that tripped. */
export interface LockoutOrigin {
  readonly opened: LockoutOpened
  /** Null for a lockout that velocity did not open. */
  readonly escalation: Escalation | null
  readonly tripping: readonly {
    readonly seq: number
    readonly atMs: number
    readonly agentId: string
    readonly targetId: string
  }[]
}

/** What of each lockout never changes, by the lockout's id. Those whose events are gone are left out. */
export async function readLockoutOrigins(
  pool: Pool,
  lockouts: readonly { readonly id: string; readonly accountId: string; readonly openedSeq: bigint }[],
): Promise<ReadonlyMap<string, LockoutOrigin>> {
  if (lockouts.length === 0) return new Map()
  const { rows } = await pool.query<Row>(selectOrigins, [
    lockouts.map(({ id }) => id),
    lockouts.map(({ accountId }) => accountStream(accountId)),
    lockouts.map(({ openedSeq }) => openedSeq.toString()),
  ])
  return new Map(
    rows.map(({ id, opened, escalation, tripping }) => [
      id,
      {
        opened: JSON.parse(opened) as LockoutOpened,
        escalation: escalation === null ? null : (JSON.parse(escalation) as Escalation),
        tripping: (tripping ?? []).map((action) => ({ ...action, atMs: Math.round(action.atMs) })),
      },
    ]),
  )
}

interface Row {
  readonly id: string
  readonly opened: string
  readonly escalation: string | null
  readonly tripping: LockoutOrigin['tripping'] | null
}

const selectOrigins = `
SELECT asked.id, opened.body AS opened, escalated.body AS escalation, tripped.actions AS tripping
FROM unnest($1::text[], $2::text[], $3::bigint[]) AS asked (id, stream, seq)
JOIN event AS opened ON opened.stream = asked.stream AND opened.seq = asked.seq AND opened.type = 'lockout_opened'
LEFT JOIN event AS escalated
  ON escalated.stream = asked.stream AND escalated.seq = asked.seq - 1 AND escalated.type = 'tier_changed'
CROSS JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('seq', e.seq, 'atMs', extract(epoch FROM e.at) * 1000,
    'agentId', d.request ->> 'agentId', 'targetId', d.request -> 'target' ->> 'id') ORDER BY e.seq) AS actions
  FROM jsonb_path_query(opened.body::jsonb, '$.brief.claims[*] ? (@.id == "what_tripped").evidence[*]') AS evidence
  JOIN event AS e ON e.stream = asked.stream AND e.seq = evidence::bigint AND e.type = 'action_decided'
  CROSS JOIN LATERAL jsonb_to_record(e.body::jsonb) AS d (request jsonb)
) AS tripped`
