import type { Pool } from 'pg'
import type { EventRow } from './event-row.ts'
import { selectedEvent, tailEventOf, type TailRow } from './load-streams.ts'

/** Reads one stream from after a sequence to its end, in bounded memory. */
export async function* readStream(pool: Pool, stream: string, afterSeq = 0): AsyncGenerator<EventRow> {
  for (let position = afterSeq; ;) {
    const page = await pool.query<TailRow>(selectPage, [stream, position, pageSize])
    for (const row of page.rows) {
      const event = { stream, ...tailEventOf(row) }
      position = event.seq
      yield event
    }
    if (page.rows.length < pageSize) return
  }
}

/** Every stream that has events, in order of name, the organisation's included. */
export async function* listStreams(pool: Pool): AsyncGenerator<string> {
  for (let last = ''; ;) {
    const found = await pool.query<{ stream: string }>(selectNextStream, [last])
    const next = found.rows[0]?.stream
    if (next === undefined) return
    yield next
    last = next
  }
}

const pageSize = 1000

const selectPage = `
SELECT ${selectedEvent} FROM event AS e WHERE e.stream = $1 AND e.seq > $2::bigint ORDER BY e.seq LIMIT $3`

// Each stream begins with sequence 1, so that one step over the index finds the next, however long the streams are.
const selectNextStream = `SELECT stream FROM event WHERE stream > $1 ORDER BY stream, seq LIMIT 1`
