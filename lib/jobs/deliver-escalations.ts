import { deliverySchedule } from '../engine/delivery/after-attempt.ts'
import type { RecoveryRuntime } from '../services/recovery/recovery-runtime.ts'
import { deliveryHand } from './delivery-hand.ts'
import { openDeliveryQueue } from './delivery-queue.ts'
import { pause } from './pause.ts'

/** Times of deliveries that an operator may set. */
export interface DeliveryRules {
  /** Wait before the first retry; the others follow from it as in the schedule. */
  readonly firstWaitMs: number
  /** For how long a worker holds a delivery; a dead one's goes to another then. */
  readonly leaseSeconds: number
}

/** Pause between two looks at the outbox. */
const lookEveryMs = 500
/** How long a webhook may take to answer. */
const answerWithinMs = 10_000

/** Takes escalations to their executors until the signal aborts; then ends what is under way, and lets go of the rest. */
export async function deliverEscalations(
  runtime: RecoveryRuntime & { readonly databaseUrl: string; readonly deliveryRules: DeliveryRules },
  onFailure: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  const { firstWaitMs, leaseSeconds } = runtime.deliveryRules
  const superviseSeconds = Math.max(1, Math.floor(leaseSeconds / 6))
  const queue = await openDeliveryQueue(runtime.databaseUrl, { leaseSeconds, superviseSeconds, onFailure })
  const capMs = (deliverySchedule.capMs / deliverySchedule.firstWaitMs) * firstWaitMs
  const hand = deliveryHand(runtime, queue, {
    schedule: { ...deliverySchedule, firstWaitMs, capMs },
    // An attempt must have ended before its lease does, or a live worker's delivery would be taken for a dead one's.
    timeoutMs: Math.min(answerWithinMs, leaseSeconds * 500),
    random: Math.random,
    onFailure,
  })
  try {
    while (!signal.aborted) {
      const begun = await hand.round().catch((error: unknown) => {
        onFailure(error)
        return 0
      })
      if (begun === 0) await pause(lookEveryMs, signal)
    }
    await hand.drain()
  } finally {
    await queue.close().catch(onFailure)
  }
}
