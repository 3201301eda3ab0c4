import type { Intensity, RecoveryActionType } from '../policy/policy.ts'

/** Where a recovery action stands (domain.md, section 7, States). */
export const recoveryStatuses = [
  'reserved',
  'running',
  'succeeded',
  'failed',
  'unknown',
  'retry_scheduled',
  'needs_human',
  'exhausted',
  'cancelled',
] as const
export type RecoveryStatus = (typeof recoveryStatuses)[number]

/** What the rules need of an earlier recovery action. */
export interface RecoveryAction {
  readonly postId: string
  readonly actionType: RecoveryActionType
  readonly tier: Intensity
  readonly idempotencyKey: string
  /** When it was first dispatched (or reserved, while it waits for that); never rewritten by a retry. */
  readonly initiatedAtMs: number
  readonly status: RecoveryStatus
  /** Whether an attempt was begun, where that is known; it matters of one that was called off. */
  readonly isAttempted?: boolean
}

/**
 * Whether the action's key is spent or in use, so that the same key must not be planned again. Beyond
 * `succeeded` and the states in flight these are a scheduled retry (it will run), an action whose outcome a
 * person must find out (it may have been published), and one whose attempts are used up.
 */
export function holdsItsKey(status: RecoveryStatus): boolean {
  return status !== 'failed' && status !== 'cancelled'
}

/**
 * Whether the action counts to cooldown, frequency and budget: all do but one that was called off before its first
 * attempt.
 */
export function isDispatched({ status, isAttempted = false }: RecoveryAction): boolean {
  return status !== 'cancelled' || isAttempted
}
