import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { AppError } from '../shared/app-error.ts'

const nonceBytes = 12
const tagBytes = 16

/**
 * Encrypts a credential at rest: AES-256-GCM under a key derived from INTERLOCK_SECRET. `owner` (what the row belongs
 * to) is authenticated with it, so that one row cannot be put in another's place.
 */
export function sealCredential(secret: string, owner: string, credential: unknown): Uint8Array {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(credential), 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** @throws AppError `unavailable` when the secret is another than the one that sealed it, or the row was changed. */
export function openCredential(secret: string, owner: string, sealed: Uint8Array): unknown {
  const bytes = Buffer.from(sealed)
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, nonceBytes))
      .setAAD(Buffer.from(owner))
      .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
    const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()])
    return JSON.parse(text.toString('utf8')) as unknown
  } catch {
    // The cause may hold parts of the credential, so it goes nowhere.
    throw new AppError(
      'unavailable',
      `The credential of ${owner} cannot be opened; INTERLOCK_SECRET has changed.`,
    )
  }
}

function keyOf(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'interlock connection credentials', 32))
}
