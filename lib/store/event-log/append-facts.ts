import type { FactEvent } from '../../engine/guard/fact-events.ts'
import { assert } from '../../shared/assert.ts'
import { canonicalJson } from '../../shared/canonical-json.ts'
import { announcementChannel } from '../announce.ts'
import { eventHash } from './event-hash.ts'
import { accountStream, type EventRow } from './event-row.ts'
import { type Query, selectedEvent, tailEventOf, type TailRow } from './load-streams.ts'

/** A fact on its way into an account's log. */
export interface AccountFact {
  readonly accountId: string
  readonly event: FactEvent
  /** The server's clock; recorded as at least the time of the event before it. */
  readonly atMs: number
}

/**
 * Appends facts to the logs of their accounts in the caller's transaction, each as the very next event, and
 * announces the accounts; answers with the sequence of each, in the order given. Whoever decides on such an account
 * meanwhile waits for the transaction, then loads the tail and decides again.
 *
 * A transaction calls this before it takes any row that a decision changes (`account`, `lockout` and the like): a
 * decision takes its sequence first and those rows after it, and two orders would wait for each other crosswise.
 */
export async function appendFacts(query: Query, facts: readonly AccountFact[]): Promise<readonly number[]> {
  const seqs = new Map<AccountFact, number>()
  const accountIds = [...new Set(facts.map(({ accountId }) => accountId))].sort()
  for (const accountId of accountIds) {
    const own = facts.filter((fact) => fact.accountId === accountId)
    const rows = await appendNext(query, accountStream(accountId), own)
    for (const [index, fact] of own.entries()) seqs.set(fact, rows[index]?.seq ?? 0)
    const payload = JSON.stringify({ accounts: [accountId] })
    await query('SELECT pg_notify($1, $2)::text', [announcementChannel, payload])
  }
  return facts.map((fact) => seqs.get(fact) ?? 0)
}

/** A tip that a busy gate moves on is read again; each try waits for the writer who was first. */
const tries = 100

async function appendNext(query: Query, stream: string, facts: readonly AccountFact[]) {
  for (let left = tries; left > 0; left -= 1) {
    const [tip] = (await query(selectTip, [stream])) as TailRow[]
    assert(tip !== undefined, `${stream} has no log to append to`)
    const [first, ...rest] = chain(stream, tailEventOf(tip), facts)
    assert(first !== undefined, 'there is a fact to append')
    if ((await query(insertNext, insertValues([first]))).length === 0) continue
    // Whoever holds the next place uncommitted holds all that follow: everybody else waits for it.
    if (rest.length > 0) await query(insertNext, insertValues(rest))
    return [first, ...rest]
  }
  throw new Error(`${stream} is written to without a pause; nothing was appended`)
}

function chain(stream: string, tip: Pick<EventRow, 'seq' | 'atMs' | 'hash'>, facts: readonly AccountFact[]) {
  const rows: EventRow[] = []
  let last = tip
  for (const { event, atMs: nowMs } of facts) {
    const placed = {
      stream,
      seq: last.seq + 1,
      type: event.type,
      atMs: Math.max(nowMs, last.atMs),
      body: canonicalJson(event.data),
    }
    const row = { ...placed, actionId: null, hash: eventHash(last.hash, placed) }
    rows.push(row)
    last = row
  }
  return rows
}

function insertValues(rows: readonly EventRow[]): readonly unknown[] {
  return [
    rows.map(({ stream }) => stream),
    rows.map(({ seq }) => BigInt(seq)),
    rows.map(({ type }) => type),
    rows.map(({ atMs }) => BigInt(atMs)),
    rows.map(({ body }) => body),
    rows.map(({ hash }) => Buffer.from(hash)),
  ]
}

const selectTip = `SELECT ${selectedEvent} FROM event AS e WHERE e.stream = $1 ORDER BY e.seq DESC LIMIT 1`

// Only the first can find its place taken, and then nothing else of the account is inserted.
const insertNext = `
INSERT INTO event (stream, seq, type, at, body, hash)
SELECT stream, seq, type, timestamptz 'epoch' + at_ms * interval '1 millisecond', body, hash
FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bytea[])
  AS item (stream, seq, type, at_ms, body, hash)
ON CONFLICT ON CONSTRAINT event_pkey DO NOTHING RETURNING seq`
