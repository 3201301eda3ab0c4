import { assert } from '../../shared/assert.ts'

/** Where the dispatch of an escalation stands. */
export type DeliveryStatus =
  /** On its way; it has a time at which it is tried. */
  | 'pending'
  /** A handler has accepted it. */
  | 'routed'
  /** Nobody is registered under the executor's name. */
  | 'no_handler'
  /** Refused for good, or not accepted in any attempt. */
  | 'delivery_failed'
  /** The policy only records: nothing was ever to be sent. */
  | 'shadow'

/** What came of handing a delivery to its handler. */
export type AttemptAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'no_handler' }
  | {
      readonly kind: 'failed'
      /** Whether the same request would be refused again. */
      readonly isFinal: boolean
      /** How long the receiver asked to be left alone; null when it did not say. */
      readonly retryAfterMs: number | null
    }

/** When a failed delivery is tried again. Waits double from the first to the cap. */
export interface DeliverySchedule {
  readonly firstWaitMs: number
  readonly capMs: number
  /** Attempts in all before it has failed. */
  readonly attempts: number
  /** A receiver may ask for no longer a wait than this. */
  readonly retryAfterCapMs: number
}

/** 5 s doubling to 5 min: 14 attempts in some 40 minutes, which outlasts a restart, a deployment and most outages. */
export const deliverySchedule: DeliverySchedule = {
  firstWaitMs: 5000,
  capMs: 300_000,
  attempts: 14,
  retryAfterCapMs: 3_600_000,
}

/** Where a delivery stands after an attempt. */
export interface AfterAttempt {
  readonly status: DeliveryStatus
  /** When it is tried again; null when nothing is left to do. */
  readonly dueAtMs: number | null
}

/**
 * Where a delivery stands after its `attempt`-th attempt (domain.md, section 3, Executors). One that was settled
 * before has been sent again by a person: that is one attempt, it can make things better, and it takes no acceptance
 * back. `random` is a number in [0, 1).
 */
export function afterAttempt(
  { status, attempt }: { readonly status: DeliveryStatus; readonly attempt: number },
  answer: AttemptAnswer,
  schedule: DeliverySchedule,
  nowMs: number,
  random: number,
): AfterAttempt {
  assert(status !== 'shadow', 'what a policy in shadow mode recorded is never sent')
  if (answer.kind === 'accepted') return settled('routed')
  if (status === 'routed' || status === 'delivery_failed') return settled(status)
  if (answer.kind === 'no_handler') return settled('no_handler')
  const isLast = answer.isFinal || attempt >= schedule.attempts
  if (status === 'no_handler' || isLast) return settled('delivery_failed')
  const askedMs = Math.min(answer.retryAfterMs ?? 0, schedule.retryAfterCapMs)
  return { status: 'pending', dueAtMs: nowMs + Math.max(askedMs, waitMs(attempt, schedule, random)) }
}

function settled(status: DeliveryStatus): AfterAttempt {
  return { status, dueAtMs: null }
}

/** Within a tenth of the schedule's own wait, so that many that failed together do not come back together. */
function waitMs(attempt: number, { firstWaitMs, capMs }: DeliverySchedule, random: number): number {
  const plainMs = Math.min(capMs, firstWaitMs * 2 ** (attempt - 1))
  return Math.round(plainMs * (0.9 + 0.2 * random))
}
