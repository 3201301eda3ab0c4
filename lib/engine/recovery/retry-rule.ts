import { minuteMs } from '../policy/needed-count.ts'
import type { RecoveryPolicy } from '../policy/policy.ts'

/** Errors after which the same action may be tried again (seed). */
const transientErrors = ['timeout', 'rate_limit', 'service_unavailable', 'network_error'] as const

/** Errors that leave open whether the platform has acted, when the request may have left. */
const ambiguousErrors = ['timeout', 'network_error'] as const

/** How one attempt of a recovery action failed. */
export interface FailedAttempt {
  /** Attempts made so far, this one included. */
  readonly attempts: number
  readonly firstAttemptAtMs: number
  readonly errorCode: string
  /** Whether the request may have reached the platform. */
  readonly mayHaveLeft: boolean
  /** The platform's Retry-After, counted from now; null when it gave none. */
  readonly platformRetryAfterMs: number | null
  /** Whether the connector can look the key up on the platform. */
  readonly canLookUp: boolean
  readonly nowMs: number
}

/** What happens to the action next. */
export type AfterFailure =
  | { readonly kind: 'retry_scheduled'; readonly atMs: number }
  | { readonly kind: 'exhausted'; readonly why: 'not_transient' | 'attempts_spent' | 'too_late' }
  /** The outcome must be looked up before anything else: it may have been published. */
  | { readonly kind: 'unknown' }
  /** As `unknown`, but the platform cannot be asked. */
  | { readonly kind: 'needs_human' }

/**
 * Whether and when to try a failed recovery action again (domain.md, section 7, Retry): exponential backoff with
 * full jitter, never before the platform's Retry-After, at most the policy's attempts within its time.
 * `random` is a number in [0, 1).
 */
export function afterFailure(
  failure: FailedAttempt,
  policy: RecoveryPolicy['retry'],
  random: number,
): AfterFailure {
  const { errorCode, attempts, nowMs } = failure
  if (isOneOf(ambiguousErrors, errorCode) && failure.mayHaveLeft) {
    return { kind: failure.canLookUp ? 'unknown' : 'needs_human' }
  }
  if (!isOneOf(transientErrors, errorCode)) return { kind: 'exhausted', why: 'not_transient' }
  if (attempts >= policy.maxAttempts) return { kind: 'exhausted', why: 'attempts_spent' }
  const waitMs = Math.max(backoffMs(attempts, policy, random), failure.platformRetryAfterMs ?? 0)
  const atMs = nowMs + waitMs
  const lastAtMs = failure.firstAttemptAtMs + policy.withinMinutes * minuteMs
  return atMs > lastAtMs ? { kind: 'exhausted', why: 'too_late' } : { kind: 'retry_scheduled', atMs }
}

/**
 * Wait before the next attempt, in ms: a random share of a ceiling that starts at `baseSeconds` after the first
 * attempt and doubles up to `capSeconds` (full jitter, so that many failing together do not return together).
 */
export function backoffMs(attempts: number, policy: RecoveryPolicy['retry'], random: number): number {
  const ceilingSeconds = Math.min(policy.capSeconds, policy.baseSeconds * 2 ** (attempts - 1))
  return Math.floor(random * ceilingSeconds * 1000)
}

function isOneOf(codes: readonly string[], code: string): boolean {
  return codes.includes(code)
}
