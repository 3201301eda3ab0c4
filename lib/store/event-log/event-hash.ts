import { hash } from 'node:crypto'

/** What an event's hash covers beside the hash before it. `body` is the canonical JSON of its data. */
export interface HashedEvent {
  readonly stream: string
  readonly seq: number
  readonly type: string
  readonly atMs: number
  readonly body: string
}

/** The hash before a stream's first event: 32 zero bytes. */
export const firstPreviousHash: Buffer = Buffer.alloc(32)

/** SHA-256 of (previous hash ‖ canonical line of the event). */
export function eventHash(previous: Uint8Array, event: HashedEvent): Buffer {
  const line = canonicalLine(event)
  const input = Buffer.allocUnsafe(32 + Buffer.byteLength(line))
  input.set(previous, 0)
  input.write(line, 32)
  return hash('sha256', input, 'buffer')
}

/** RFC 8785 form of {at, data, seq, stream, type}, put together around the body so that it is built only once. */
export function canonicalLine(event: HashedEvent): string {
  const at = new Date(event.atMs).toISOString()
  return `{"at":"${at}","data":${event.body},"seq":${event.seq},"stream":${JSON.stringify(event.stream)},"type":"${event.type}"}`
}
