import { hash } from 'node:crypto'
import { canonicalJson } from '../../shared/canonical-json.ts'

/** SHA-256 (hex) of the RFC 8785 form of a value; what the engine is given as its digest. */
export function digest(value: unknown): string {
  return hash('sha256', canonicalJson(value))
}
