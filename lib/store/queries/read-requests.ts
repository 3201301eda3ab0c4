import type { Pool } from 'pg'
import type { ActionRequest } from '../../engine/guard/events.ts'

/** What was asked of an account, and when it was decided. */
export interface LoggedRequest {
  readonly seq: number
  readonly atMs: number
  readonly request: ActionRequest
  /** Whether a person's stop order refused it: no policy would have answered otherwise. */
  readonly isStopped: boolean
}

/** The sequence from which on a stream holds at most `limit` events, none of them before a time. */
export async function firstSeqOf(
  pool: Pool,
  stream: string,
  fromMs: number,
  limit: number,
): Promise<{ readonly seq: number; readonly isCut: boolean }> {
  const { rows } = await pool.query<{ by_time: string; by_count: string }>(selectFirst, [
    stream,
    new Date(fromMs),
    limit,
  ])
  const [byTime, byCount] = [Number(rows[0]?.by_time), Number(rows[0]?.by_count)]
  return { seq: Math.max(byTime, byCount), isCut: byCount > byTime }
}

/** A page of requests from a sequence on, oldest first, at most `limit`. */
export async function readRequests(
  pool: Pool,
  stream: string,
  fromSeq: number,
  limit: number,
): Promise<readonly LoggedRequest[]> {
  const { rows } = await pool.query<RequestRow>(selectRequests, [stream, fromSeq, limit])
  return rows.map(({ seq, at, body }) => {
    const { request, reasons } = JSON.parse(body) as DecidedBody
    const isStopped = reasons.some(({ code }) => code === 'stop_order')
    return { seq: Number(seq), atMs: at.getTime(), request, isStopped }
  })
}

interface RequestRow {
  readonly seq: string
  readonly at: Date
  readonly body: string
}

interface DecidedBody {
  readonly request: ActionRequest
  readonly reasons: readonly { readonly code: string }[]
}

const selectFirst = `
SELECT event_seq_at_or_after($1, $2) AS by_time, coalesce(max(seq), 0) + 1 - $3::bigint AS by_count
FROM event WHERE stream = $1`

const selectRequests = `
SELECT seq, at, body FROM event
WHERE stream = $1 AND type = 'action_decided' AND seq >= $2 ORDER BY seq LIMIT $3`
