import pg from 'pg'
import type { GuardEvent } from '#lib/engine/guard/events.ts'
import { evolve } from '#lib/engine/guard/evolve.ts'
import { initialState } from '#lib/engine/guard/initial-state.ts'
import { engineVersion } from '#lib/services/account-log/account-tip.ts'
import { appendBatch } from '#lib/store/event-log/append-batch.ts'
import { pooledAppend } from '#lib/store/event-log/append-statements.ts'
import { eventHash } from '#lib/store/event-log/event-hash.ts'
import { accountStream, type EventRow } from '#lib/store/event-log/event-row.ts'
import { saveSnapshots } from '#lib/store/event-log/save-snapshots.ts'
import { epochOf } from './seed-accounts.ts'

/** Rows of one statement: large enough that the statement's own cost no longer shows. */
const batchRows = 5000

/**
 * Appends recorded decisions to an account until its stream holds `events`, one second apart and ending now, with a
 * whole chain, and leaves the snapshot that the program would have kept. The account must be open.
 */
export async function growHistory(
  databaseUrl: string,
  accountId: string,
  events: number,
  bodyOf: (actionId: string) => string,
): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  const stream = accountStream(accountId)
  try {
    const opened = await readOpening(pool, stream)
    const epoch = await epochOf(pool)
    const endMs = Date.now()
    let state = opened.reduce(
      (before, { seq, atMs, event }) => evolve(before, { seq, atMs, event }),
      initialState(accountId),
    )
    let hash = opened.at(-1)?.hash
    if (!hash) throw new Error(`account ${accountId} is not open`)
    let seq = state.seq
    const data = JSON.parse(bodyOf('')) as Extract<GuardEvent, { type: 'action_decided' }>['data']
    while (seq < events) {
      const items: EventRow[] = []
      while (items.length < batchRows && seq < events) {
        seq += 1
        const actionId = `history-${seq}`
        const event = {
          stream,
          seq,
          type: 'action_decided',
          atMs: endMs - (events - seq) * 1000,
          body: bodyOf(actionId),
        }
        hash = eventHash(hash, event)
        items.push({ ...event, actionId, hash })
        state = evolve(state, { seq, atMs: event.atMs, event: { type: 'action_decided', data } })
      }
      const outcome = await appendBatch(pooledAppend(pool), { epoch, items })
      if (outcome.kind !== 'appended') throw new Error(`the history could not be written: ${outcome.kind}`)
    }
    const snapshot = { stream, seq, state: JSON.stringify(state), hash }
    await saveSnapshots(pool, engineVersion, [snapshot])
    // What autovacuum would do in its own time, in the middle of a round.
    await pool.query('VACUUM ANALYZE event')
  } finally {
    await pool.end()
  }
}

async function readOpening(pool: pg.Pool, stream: string) {
  const { rows } = await pool.query<{ seq: string; type: string; at: Date; body: string; hash: Buffer }>(
    'SELECT seq, type, at, body, hash FROM event WHERE stream = $1 ORDER BY seq',
    [stream],
  )
  return rows.map(({ seq, type, at, body, hash }) => ({
    seq: Number(seq),
    atMs: at.getTime(),
    event: { type, data: JSON.parse(body) as unknown } as GuardEvent,
    hash,
  }))
}
