import type {
  AttemptView,
  DeliveriesView,
  DeliveryQuery,
  DeliveryView,
} from '../../contracts/views/deliveries-view.ts'
import { dayMs } from '../../engine/policy/needed-count.ts'
import { AppError } from '../../shared/app-error.ts'
import {
  countDeliveries,
  type DeliveryRecord,
  findDeliveryRecord,
  listDeliveries,
} from '../../store/executors/deliveries.ts'
import { listAccountRows } from '../../store/list-accounts.ts'
import type { ConsoleContext } from './console-context.ts'
import { deliveryRow } from './delivery-row.ts'
import { readExecutorNames } from './read-executors.ts'

const pageSize = 50

/** One page of deliveries, newest first. */
export async function readDeliveries(context: ConsoleContext, query: DeliveryQuery): Promise<DeliveriesView> {
  const { database } = context
  const asOfMs = context.now()
  const filter = {
    accountId: query.account || null,
    executor: query.executor || null,
    status: query.outcome || null,
  }
  const [found, counts, accounts, executors] = await Promise.all([
    // One more than is shown tells whether there is a next page.
    listDeliveries(database, filter, pageSize + 1, query.before || null),
    countDeliveries(database, asOfMs - dayMs),
    listAccountRows(database),
    readExecutorNames(context),
  ])
  const shown = found.slice(0, pageSize)
  return {
    asOfMs,
    deliveries: shown.map(deliveryRow),
    nextBefore: found.length > pageSize ? (shown.at(-1)?.deliveryId ?? null) : null,
    pending: counts.pending,
    unrouted: counts.unrouted,
    known: {
      accounts: accounts.map(({ id, handle }) => ({ accountId: id, handle })),
      executors: [...executors],
    },
  }
}

/** One delivery with every attempt. Throws `not_found`. */
export async function readDelivery(context: ConsoleContext, deliveryId: string): Promise<DeliveryView> {
  const record = await findDeliveryRecord(context.database, deliveryId)
  if (!record) throw new AppError('not_found', `There is no delivery ${deliveryId}.`)
  const { payload, resendBy } = record
  return {
    asOfMs: context.now(),
    delivery: deliveryRow(record),
    payload,
    resendBy,
    attempts: attemptsOf(record),
  }
}

function attemptsOf({ attempts, recorded, dueAtMs }: DeliveryRecord): AttemptView[] {
  const byNumber = new Map(recorded.map((attempt) => [attempt.n, attempt]))
  const views: AttemptView[] = []
  for (let n = attempts; n >= 1; n -= 1) {
    const attempt = byNumber.get(n)
    if (attempt) {
      const { startedAtMs, endedAtMs, result, errorCode, detail, by } = attempt
      views.push({
        n,
        result,
        startedAtMs,
        tookMs: endedAtMs - startedAtMs,
        errorCode,
        detail,
        by,
      })
    } else views.push({ ...cutOff, n, detail: n === attempts && dueAtMs !== null ? underWay : lost })
  }
  return views
}

const underWay = 'Under way, or cut off: no answer is recorded yet'
const lost = 'Its worker ended before it recorded an answer; the executor may have had it'
const cutOff = {
  result: 'unknown',
  startedAtMs: null,
  tookMs: null,
  errorCode: null,
  by: null,
} as const
