import type { Intensity, RecoveryActionType, RecoveryPolicy } from '../policy/policy.ts'

/** What a key is made of. `episode` counts a post's stretches of stagnation from 1. */
export interface KeyParts {
  readonly accountId: string
  readonly platform: string
  readonly postId: string
  readonly actionType: RecoveryActionType
  readonly tier: Intensity
  readonly episode: number
}

/** Hexadecimal digits of the hash that a key keeps (seed). */
const keyDigits = 32

/**
 * The idempotency key of a recovery action: `sheal_` and the first 32 hex digits of a SHA-256. With scope `post`
 * it is the seed's key, one for a post's life; with `episode` each stretch of stagnation has its own.
 * `sha256Hex` hashes the UTF-8 form of a text.
 */
export function idempotencyKey(
  parts: KeyParts,
  scope: RecoveryPolicy['keyScope'],
  sha256Hex: (text: string) => string,
): string {
  const { accountId, platform, postId, actionType, tier, episode } = parts
  const fingerprint =
    scope === 'post'
      ? `${postId}:${actionType}:${tier}`
      : `${accountId}:${platform}:${postId}:${actionType}:${tier}:${String(episode)}`
  return `sheal_${sha256Hex(fingerprint).slice(0, keyDigits)}`
}
