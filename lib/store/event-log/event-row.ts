/** One event as it lies in the log. */
export interface EventRow {
  /** `account:<accountId>` or `organisation`. */
  readonly stream: string
  /** Gapless per stream, from 1. */
  readonly seq: number
  readonly type: string
  readonly atMs: number
  /** The action that the event belongs to; null on events of no single action. */
  readonly actionId: string | null
  /** Canonical JSON of the event's data. */
  readonly body: string
  /** 32 bytes, chained to the event before. */
  readonly hash: Uint8Array
}

/** The stream that holds an account's guard. */
export function accountStream(accountId: string): string {
  return `account:${accountId}`
}

/** The account whose stream it is; null for the organisation's. */
export function accountOfStream(stream: string): string | null {
  return stream.startsWith('account:') ? stream.slice('account:'.length) : null
}

/** The stream of members, keys and stop orders. */
export const organisationStream = 'organisation'
