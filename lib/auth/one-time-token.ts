import { createHash, randomBytes } from 'node:crypto'

/** Mints the secret of a one-time link, 256 bits, safe in an address. Only its hash is ever stored. */
export function mintOneTimeToken(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 (hex) of a one-time token. Without salt or stretching: the token is random, not chosen. */
export function hashOneTimeToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
