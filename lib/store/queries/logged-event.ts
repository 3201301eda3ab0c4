import type { GuardEvent, RecordedEvent } from '../../engine/guard/events.ts'

/** An event of an account in its place, with its hash in hexadecimal. */
export interface LoggedEvent extends RecordedEvent {
  readonly hash: string
}

/** The columns of `event` that `loggedEventOf` reads. */
export const loggedColumns = 'seq, type, at, body, hash'

export interface LoggedEventRow {
  readonly seq: string
  readonly type: string
  readonly at: Date
  readonly body: string
  readonly hash: Buffer
}

/** Reads one row of an account's stream. */
export function loggedEventOf({ seq, type, at, body, hash }: LoggedEventRow): LoggedEvent {
  // Only what the engine wrote is in an account's stream.
  const event = { type, data: JSON.parse(body) as unknown } as GuardEvent
  return { seq: Number(seq), atMs: at.getTime(), event, hash: hash.toString('hex') }
}
