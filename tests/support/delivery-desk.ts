import { afterAll, beforeAll, beforeEach } from 'vitest'
import { attemptDelivery } from '#lib/services/executors/attempt-delivery.ts'
import { pointExecutor } from '#lib/services/executors/point-executor.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { attemptRules, deliveriesOf, lead, routedTo, tripTier } from './escalations.ts'
import { openRecoveryRuntime } from './recovery-runtime.ts'
import { receiverSecret, startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

/**
 * A test file's own database, a runtime on a clock that each test starts anew, and a webhook receiver that accepts
 * until it is told otherwise. Call it once at the top of the file.
 */
export function useDeliveryDesk() {
  let database: TestDatabase
  let receiver: WebhookReceiver
  let opened: ReturnType<typeof openRecoveryRuntime>
  let accounts = 0
  beforeAll(async () => {
    database = await createTestDatabase()
    receiver = await startWebhookReceiver()
    opened = openRecoveryRuntime(database.url, Date.now())
  })
  afterAll(async () => {
    await opened.runtime.close()
    await receiver.stop()
    await database.drop()
  })
  beforeEach(async () => {
    accounts += 1
    opened.time.nowMs = Date.now()
    await receiver.answers([])
  })
  const newName = () => `account-${String(accounts)}`
  return {
    get url() {
      return database.url
    },
    get receiver() {
      return receiver
    },
    get runtime() {
      return opened.runtime
    },
    get time() {
      return opened.time
    },
    /** The test's account. */
    newName,
    attempt: (id: string) => attemptDelivery(opened.runtime, id, attemptRules),
    rowOf: async (accountId: string) => (await deliveriesOf(opened.runtime, accountId))[0],
    arrivals: async (id: string) => (await receiver.received()).filter((webhook) => webhook.id === id),
    /** An account whose tier 1 goes to an executor of its own at the receiver, and the delivery that came of it. */
    async trippedAtReceiver(): Promise<{ accountId: string; name: string; id: string }> {
      const accountId = newName()
      const name = `desk-${accountId}`
      await pointExecutor(opened.runtime, lead, { name, url: receiver.url, secret: receiverSecret })
      return { accountId, name, id: await tripTier(opened.runtime, accountId, routedTo(name)) }
    },
  }
}
