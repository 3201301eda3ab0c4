import { PgBoss } from 'pg-boss'
import type { DueDelivery } from '../store/executors/outbox.ts'

/** A delivery that this worker holds until it is done, or until the lease runs out and another worker takes it. */
export interface DeliveryJob {
  readonly deliveryId: string
  readonly executor: string
  /** How often it was taken before; tells this hold from a later one. */
  readonly retryCount: number
}

/** Deliveries on their way to workers: a queue in the same database, in a schema of its own. */
export interface DeliveryQueue {
  /** Adds deliveries; one that is in the queue already stays as it is. */
  readonly put: (due: readonly DueDelivery[]) => Promise<void>
  /** Takes up to `limit`, in order; none of the executors left out. */
  readonly take: (limit: number, without: readonly string[]) => Promise<readonly DeliveryJob[]>
  /** The attempt was made, whatever came of it. */
  readonly done: (job: DeliveryJob) => Promise<void>
  /** The attempt could not be made or not be recorded: somebody tries again, after a while. */
  readonly failed: (job: DeliveryJob, error: unknown) => Promise<void>
  /** Takes a delivery of which too many workers have died or failed; null when there is none. */
  readonly takeAbandoned: () => Promise<DeliveryJob | null>
  readonly abandonedDone: (job: DeliveryJob) => Promise<void>
  readonly close: () => Promise<void>
}

export interface QueueOptions {
  /** For how many seconds a worker holds a delivery; a dead one's comes back then. */
  readonly leaseSeconds: number
  /** How often leases are looked at, in seconds. */
  readonly superviseSeconds: number
  readonly onFailure: (error: unknown) => void
}

const queue = 'delivery'
const abandoned = 'delivery_abandoned'
/** Workers that die or fail with one delivery before it is given up: more than a night of restarts. */
const retryLimit = 20

/** Opens the queue and makes its schema when it is not there; any number of workers may at once. */
export async function openDeliveryQueue(databaseUrl: string, options: QueueOptions): Promise<DeliveryQueue> {
  const { leaseSeconds, superviseSeconds, onFailure } = options
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'interlock-queue',
    max: 2,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  })
  boss.on('error', onFailure)
  try {
    await boss.start()
    await boss.createQueue(abandoned)
    await boss.createQueue(queue, { deadLetter: abandoned })
    await boss.updateQueue(abandoned, { retryLimit: 1_000_000, retryDelay: 5, expireInSeconds: leaseSeconds })
    await boss.updateQueue(queue, {
      expireInSeconds: leaseSeconds,
      retryLimit,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 60,
    })
  } catch (error) {
    await boss.stop({ graceful: false }).catch(onFailure)
    throw error
  }
  return queueOver(boss)
}

interface JobData {
  readonly deliveryId: string
  readonly executor: string
}

function queueOver(boss: PgBoss): DeliveryQueue {
  return {
    put: async (due) => {
      if (due.length === 0) return
      await boss.insert(
        queue,
        due.map(({ deliveryId, executor }) => ({
          id: deliveryId,
          data: { deliveryId, executor } satisfies JobData,
          group: { id: executor },
        })),
      )
    },
    take: async (limit, without) => {
      const jobs = await boss.fetch<JobData>(queue, { batchSize: limit, ignoreGroups: [...without] })
      return jobs.map(({ data, retryCount }) => ({ ...data, retryCount }))
    },
    // Not completed but gone: its id must be free when the delivery is due again.
    done: async (job) => {
      await boss.deleteJob(queue, holdOf(job))
    },
    failed: async (job, error) => {
      await boss.fail(queue, holdOf(job), { message: error instanceof Error ? error.message : String(error) })
    },
    takeAbandoned: async () => {
      const [job] = await boss.fetch<JobData>(abandoned, { includeMetadata: true })
      return job ? { ...job.data, retryCount: job.sourceRetryCount ?? retryLimit } : null
    },
    abandonedDone: async ({ deliveryId }) => {
      // The failed job keeps the delivery's id until it is gone; then its copy may go.
      await boss.deleteJob(queue, deliveryId)
      const copies = await boss.findJobs<JobData>(abandoned, { data: { deliveryId } })
      if (copies.length > 0)
        await boss.deleteJob(
          abandoned,
          copies.map(({ id }) => id),
        )
    },
    close: async () => {
      // A connection that breaks while it is being let go of is no failure.
      boss.removeAllListeners('error').on('error', () => undefined)
      await boss.stop({ graceful: false })
    },
  }
}

function holdOf({ deliveryId, retryCount }: DeliveryJob) {
  return { id: deliveryId, retryCount }
}
