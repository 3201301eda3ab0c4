import type { RecoveryStatus } from './recovery-action.ts'

/**
 * Every legal step of a recovery action (domain.md, section 7, States); no other is. A person who settles an
 * action that needs one says that it succeeded or that it failed.
 */
export const legalSteps: Readonly<Record<RecoveryStatus, readonly RecoveryStatus[]>> = {
  reserved: ['running', 'cancelled'],
  running: ['succeeded', 'failed', 'unknown'],
  failed: ['retry_scheduled', 'exhausted'],
  unknown: ['succeeded', 'failed', 'needs_human'],
  retry_scheduled: ['running', 'cancelled'],
  needs_human: ['succeeded', 'failed'],
  succeeded: [],
  exhausted: [],
  cancelled: [],
}

/** States in which the program will do nothing more of itself. */
export const settledStatuses = ['succeeded', 'failed', 'exhausted', 'cancelled', 'needs_human'] as const

/** Whether the program will do nothing more with the action of itself. */
export function isSettled(status: RecoveryStatus): boolean {
  return settledStatuses.some((settled) => settled === status)
}
