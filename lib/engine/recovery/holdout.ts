import type { RecoveryPolicy } from '../policy/policy.ts'

/** Hex digits of the hash that make the share: 2^32 steps. */
const shareDigits = 8

/**
 * Whether an eligible post is kept untreated, to tell improvement from regression to the mean: the same answer
 * for a post every time, for the policy's share of all posts. `sha256Hex` hashes the UTF-8 form of a text.
 */
export function isHeldOut(
  post: { readonly accountId: string; readonly platform: string; readonly postId: string },
  policy: RecoveryPolicy,
  sha256Hex: (text: string) => string,
): boolean {
  const { accountId, platform, postId } = post
  const digits = sha256Hex(`holdout:${accountId}:${platform}:${postId}`).slice(0, shareDigits)
  return Number.parseInt(digits, 16) < policy.holdoutFraction * 16 ** shareDigits
}
