import { randomBytes } from 'node:crypto'
import { openCredential, sealCredential } from '../sealed-credential.ts'

/** Seals the secret of an executor's webhook for its row. */
export function sealExecutorSecret(secret: string, name: string, webhookSecret: string): Uint8Array {
  return sealCredential(secret, ownerOf(name), webhookSecret)
}

/** @throws AppError `unavailable` when INTERLOCK_SECRET is another than the one that sealed it. */
export function openExecutorSecret(secret: string, name: string, sealed: Uint8Array): string {
  return String(openCredential(secret, ownerOf(name), sealed))
}

/** A secret of Standard Webhooks: 32 random bytes. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

function ownerOf(name: string): string {
  return JSON.stringify(['executor', name, 'webhook'])
}
