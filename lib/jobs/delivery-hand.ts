import { type AttemptRules, attemptDelivery } from '../services/executors/attempt-delivery.ts'
import { abandonDelivery } from '../services/executors/abandon-delivery.ts'
import { dueDeliveries } from '../services/executors/due-deliveries.ts'
import type { RecoveryRuntime } from '../services/recovery/recovery-runtime.ts'
import type { DeliveryJob, DeliveryQueue } from './delivery-queue.ts'

/** Deliveries under way in one process; half of them at most are one executor's, so that one which hangs stops no other. */
const atOnce = 16
const atOncePerExecutor = 8

/** The deliveries that this process has in hand. */
export interface DeliveryHand {
  /** Once there is room: puts what is due into the queue, takes and begins it; answers with how many it began. */
  readonly round: () => Promise<number>
  /** Resolves when what is under way has ended. */
  readonly drain: () => Promise<void>
}

/** Makes the hand of one worker. */
export function deliveryHand(
  runtime: RecoveryRuntime,
  queue: DeliveryQueue,
  rules: AttemptRules,
): DeliveryHand {
  const running = new Map<Promise<void>, string>()
  const begin = (job: DeliveryJob) => {
    const work = attempt(runtime, queue, rules, job).finally(() => running.delete(work))
    running.set(work, job.executor)
  }
  return {
    round: async () => {
      if (running.size >= atOnce) await Promise.race(running.keys())
      await queue.put(await dueDeliveries(runtime))
      const { limit, without } = roomOf([...running.values()])
      const jobs = await queue.take(limit, without)
      for (const job of jobs) begin(job)
      if (jobs.length === 0) await settleAbandoned(runtime, queue)
      return jobs.length
    },
    drain: async () => {
      await Promise.all(running.keys())
    },
  }
}

/** How many more may be taken, whoever they are for, without any executor getting more than its part. */
function roomOf(executors: readonly string[]): { limit: number; without: readonly string[] } {
  const counts = new Map<string, number>()
  for (const name of executors) counts.set(name, (counts.get(name) ?? 0) + 1)
  const without = [...counts].flatMap(([name, count]) => (count >= atOncePerExecutor ? [name] : []))
  const most = Math.max(0, ...[...counts.values()].filter((count) => count < atOncePerExecutor))
  return { limit: Math.min(atOnce - executors.length, atOncePerExecutor - most), without }
}

async function attempt(
  runtime: RecoveryRuntime,
  queue: DeliveryQueue,
  rules: AttemptRules,
  job: DeliveryJob,
): Promise<void> {
  try {
    await attemptDelivery(runtime, job.deliveryId, rules)
    await queue.done(job)
  } catch (error) {
    rules.onFailure(error)
    // If this fails as well, the lease runs out and the delivery comes back by itself.
    await queue.failed(job, error).catch(rules.onFailure)
  }
}

async function settleAbandoned(runtime: RecoveryRuntime, queue: DeliveryQueue): Promise<void> {
  const job = await queue.takeAbandoned()
  if (!job) return
  await abandonDelivery(runtime, job.deliveryId, job.retryCount + 1)
  await queue.abandonedDone(job)
}
