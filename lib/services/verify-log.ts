import { hash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { ChainedEvent } from '#lib/contracts/exported-event.ts'

/** Why an event does not belong where it stands. */
export type ChainFault =
  | { readonly kind: 'not_first'; readonly seq: number }
  | { readonly kind: 'wrong_sequence'; readonly expectedSeq: number }
  | { readonly kind: 'wrong_hash'; readonly expectedHash: string }

/** A stream of which every event so far is as it was written. */
export interface VerifiedStream {
  readonly stream: string
  readonly events: number
  /** Hash of its last event: whoever noted it elsewhere can tell that nothing was cut off or written anew. */
  readonly head: string
}

/** Checks exported events one by one; streams may interleave. */
export interface LogVerifier {
  /** Null when the event continues its stream; else what is wrong with it. */
  check(event: ChainedEvent): ChainFault | null
  streams(): readonly VerifiedStream[]
}

/** The hash before a stream's first event: 32 zero bytes. */
const zeroHash = '0'.repeat(64)

/**
 * Starts to verify an exported log: each stream begins with sequence 1 and has no gap, and each event's hash is the
 * SHA-256 of the hash before it and the RFC 8785 form of {stream, seq, type, at, data}. Shares no code with what writes
 * the log, so that a mistake there does not confirm itself.
 */
export function verifyLog(): LogVerifier {
  const heads = new Map<string, { seq: number; hash: string }>()
  return {
    check(event) {
      const head = heads.get(event.stream)
      if (!head && event.seq !== 1) return { kind: 'not_first', seq: event.seq }
      const expectedSeq = (head?.seq ?? 0) + 1
      if (event.seq !== expectedSeq) return { kind: 'wrong_sequence', expectedSeq }
      const expectedHash = chainHash(head?.hash ?? zeroHash, event)
      if (event.hash !== expectedHash) return { kind: 'wrong_hash', expectedHash }
      heads.set(event.stream, { seq: event.seq, hash: event.hash })
      return null
    },
    streams: () => [...heads].map(([stream, { seq, hash: head }]) => ({ stream, events: seq, head })),
  }
}

function chainHash(previousHex: string, { stream, seq, type, at, data }: ChainedEvent): string {
  const canonical = canonicalize({ stream, seq, type, at, data }) ?? ''
  return hash('sha256', Buffer.concat([Buffer.from(previousHex, 'hex'), Buffer.from(canonical, 'utf8')]))
}
