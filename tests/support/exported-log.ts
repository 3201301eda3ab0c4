import type { RecordedEvent } from '#lib/engine/guard/events.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { eventHash, firstPreviousHash } from '#lib/store/event-log/event-hash.ts'

/** The lines that an export of one account's stream has, chained as the log chains them. */
export function exportedLines(accountId: string, events: readonly RecordedEvent[]): string[] {
  let previous: Uint8Array = firstPreviousHash
  return events.map(({ seq, atMs, event: { type, data } }) => {
    const stream = `account:${accountId}`
    const body = canonicalJson(data)
    previous = eventHash(previous, { stream, seq, type, atMs, body })
    const at = new Date(atMs).toISOString()
    const hash = Buffer.from(previous).toString('hex')
    return `{"stream":${JSON.stringify(stream)},"seq":${seq},"type":"${type}","at":"${at}","data":${body},"hash":"${hash}"}`
  })
}
