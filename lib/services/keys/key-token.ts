import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A key as an agent sends it: `ilk_<id>_<secret>`. */
export interface KeyToken {
  readonly id: string
  readonly secret: string
}

/** Mints a key's id (96 bits) and secret (256 bits), both hexadecimal. */
export function mintKeyToken(): KeyToken {
  return { id: randomBytes(12).toString('hex'), secret: randomBytes(32).toString('hex') }
}

/** The text that is shown once. */
export function formatKeyToken({ id, secret }: KeyToken): string {
  return `ilk_${id}_${secret}`
}

/** Reads `Bearer ilk_<id>_<secret>`; null when it is anything else. */
export function parseAuthorization(header: string | undefined): KeyToken | null {
  const [, id, secret] = (header && authorizationForm.exec(header)) || []
  return id !== undefined && secret !== undefined ? { id, secret } : null
}

const authorizationForm = /^Bearer ilk_([0-9a-f]{24})_([0-9a-f]{64})$/i

/** What is stored of a secret. It is 256 random bits, so a plain SHA-256 cannot be searched backwards. */
export function hashSecret(secret: string): Buffer {
  return hash('sha256', secret.toLowerCase(), 'buffer')
}

/** Compares in constant time. */
export function isSecretOf(secret: string, secretHash: Uint8Array): boolean {
  return timingSafeEqual(hashSecret(secret), secretHash)
}
