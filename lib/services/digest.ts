import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { ActionRequest } from '#lib/engine/guard/events.ts'

/** SHA-256 (hex) of the RFC 8785 canonical JSON of a value. */
export function digest(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '', 'utf8')
    .digest('hex')
}

/** The digest of everything in a request but its id and the time that the agent claims. */
export function requestDigest(request: Omit<ActionRequest, 'actionId' | 'digest' | 'occurredAtMs'>): string {
  return digest(request)
}
