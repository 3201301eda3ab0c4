import {
  afterAttempt,
  type AttemptAnswer,
  type DeliverySchedule,
  type DeliveryStatus,
} from '../../engine/delivery/after-attempt.ts'
import { announceAccounts } from '../../store/announce.ts'
import {
  type BegunDelivery,
  beginAttempt,
  type EndedAttempt,
  insertAttempt,
  rescheduleDelivery,
} from '../../store/executors/outbox.ts'
import { inTransaction } from '../../store/recovery/in-transaction.ts'
import type { RecoveryRuntime } from '../recovery/recovery-runtime.ts'
import { type HandlerAnswer, handDelivery } from './hand-delivery.ts'
import { settleEscalation } from './settle-escalation.ts'

/** How deliveries are attempted; tests shorten the times. */
export interface AttemptRules {
  readonly schedule: DeliverySchedule
  /** How long a webhook may take to answer. */
  readonly timeoutMs: number
  /** A number in [0, 1). */
  readonly random: () => number
  /** Told of what fails within Interlock itself; the delivery is tried again. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Makes one attempt of a delivery that is due and writes back what came of it: the attempt, and the outcome on its row
 * and as a fact in the account's log, in one transaction. Answers where the delivery stands, or null when it was not
 * due. Whoever dies in between leaves it due: it is attempted again, with the same id.
 */
export async function attemptDelivery(
  runtime: RecoveryRuntime,
  deliveryId: string,
  rules: AttemptRules,
): Promise<DeliveryStatus | null> {
  const { database, clock } = runtime
  const startedAtMs = clock()
  const begun = await beginAttempt(database.reads, deliveryId, startedAtMs)
  if (!begun) return null
  // Attempts that nobody lived to record count as well: what kills its worker each time comes to an end.
  const isSpent = begun.status === 'pending' && begun.attempt > rules.schedule.attempts
  const answer = isSpent ? spent(rules.schedule) : await handDelivery(runtime, begun, rules)
  const ended = { ...endedOf(begun, answer), startedAtMs, endedAtMs: Math.max(startedAtMs, clock()) }
  const after = afterAttempt(begun, outcomeOf(answer), rules.schedule, ended.endedAtMs, rules.random())
  await inTransaction(database, async (client) => {
    await insertAttempt(client, deliveryId, ended)
    const change = {
      deliveryId,
      from: begun.status,
      to: after.status,
      attempt: begun.attempt,
      by: begun.by,
      dueAtMs: after.dueAtMs,
      atMs: ended.endedAtMs,
      detail: outcomeText(after.status, begun, answer),
    }
    if (after.status === begun.status) await rescheduleDelivery(client, change)
    else await settleEscalation(client, begun, change)
  })
  // An attempt that changes no outcome writes no event, and those who look at it want to know all the same.
  await announceAccounts(database.reads, [begun.accountId])
  return after.status
}

function spent({ attempts }: DeliverySchedule): HandlerAnswer {
  const detail = `No answer was recorded of the last of ${String(attempts)} attempts`
  return { handler: 'none', kind: 'failed', isFinal: true, errorCode: 'not_recorded', detail }
}

function outcomeOf(answer: HandlerAnswer): AttemptAnswer {
  if (answer.kind !== 'failed') return { kind: answer.kind }
  return { kind: 'failed', isFinal: answer.isFinal, retryAfterMs: answer.retryAfterMs ?? null }
}

function endedOf({ attempt, by }: BegunDelivery, answer: HandlerAnswer) {
  const { handler, kind: result, httpStatus = null, errorCode = null, detail } = answer
  return { n: attempt, handler, result, httpStatus, errorCode, detail, by } satisfies Partial<EndedAttempt>
}

function outcomeText(status: DeliveryStatus, { attempt }: BegunDelivery, { detail }: HandlerAnswer): string {
  if (status !== 'delivery_failed') return detail
  return `${detail}; failed after ${attempt === 1 ? '1 attempt' : `${String(attempt)} attempts`}`
}
