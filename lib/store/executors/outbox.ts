import type { DeliveryStatus } from '../../engine/delivery/after-attempt.ts'
import type { Person } from '../../engine/guard/events.ts'
import type { Transaction } from '../database.ts'
import type { StoreClient } from '../recovery/in-transaction.ts'

/** A delivery as it enters the outbox. */
export interface NewDelivery {
  readonly deliveryId: string
  /** Sequence of the `tier_changed` in the account's log. */
  readonly escalationSeq: number
  readonly executor: string
  readonly tier: 'tier_1' | 'tier_2'
  /** The CloudEvent, as it is sent at every attempt. */
  readonly payload: string
  /** Only recorded: never to be sent. */
  readonly isShadow: boolean
  readonly createdAtMs: number
}

/** Puts deliveries into the outbox, in the transaction that appends their escalations. */
export async function insertDeliveries(
  transaction: Transaction,
  accountId: string,
  deliveries: readonly NewDelivery[],
): Promise<void> {
  await transaction.delivery.createMany({
    data: deliveries.map(({ deliveryId, escalationSeq, executor, tier, payload, isShadow, createdAtMs }) => ({
      id: deliveryId,
      accountId,
      escalationSeq: BigInt(escalationSeq),
      executor,
      tier,
      payload,
      status: isShadow ? 'shadow' : 'pending',
      createdAt: new Date(createdAtMs),
      dueAt: isShadow ? null : new Date(createdAtMs),
    })),
  })
}

/** A delivery that is due, for the queue. */
export interface DueDelivery {
  readonly deliveryId: string
  readonly executor: string
}

/** Deliveries that are due, the longest due first; at most `perExecutor` of each, so that none waits for another's. */
export async function listDueDeliveries(
  client: Pick<StoreClient, 'query'>,
  nowMs: number,
  perExecutor: number,
): Promise<readonly DueDelivery[]> {
  const { rows } = await client.query<{ id: string; executor: string }>(selectDue, [
    new Date(nowMs),
    perExecutor,
  ])
  return rows.map(({ id, executor }) => ({ deliveryId: id, executor }))
}

// The executors are few: each is found by one step along the index, and so are its own deliveries.
const selectDue = `
WITH RECURSIVE named AS (
  (SELECT executor FROM delivery WHERE due_at IS NOT NULL ORDER BY executor LIMIT 1)
  UNION ALL
  SELECT (SELECT executor FROM delivery WHERE due_at IS NOT NULL AND executor > named.executor
          ORDER BY executor LIMIT 1)
  FROM named WHERE named.executor IS NOT NULL
)
SELECT due.id, due.executor FROM named CROSS JOIN LATERAL (
  SELECT id, executor, due_at FROM delivery
  WHERE delivery.executor = named.executor AND due_at IS NOT NULL AND due_at <= $1
  ORDER BY due_at LIMIT $2
) AS due
ORDER BY due.due_at`

/** What a delivery is about. */
export interface DeliveryName {
  readonly deliveryId: string
  readonly accountId: string
  /** Sequence of the `tier_changed` in the account's log. */
  readonly escalationSeq: number
  readonly executor: string
}

/** A delivery with an attempt that has begun. */
export interface BegunDelivery extends DeliveryName {
  readonly payload: string
  readonly status: DeliveryStatus
  /** Number of the attempt, from 1. */
  readonly attempt: number
  /** Who sends it again; null when the schedule does. */
  readonly by: Person | null
}

/** Takes the next attempt of a delivery that is due; null when it is not, or is no more. */
export async function beginAttempt(
  client: Pick<StoreClient, 'query'>,
  deliveryId: string,
  nowMs: number,
): Promise<BegunDelivery | null> {
  const { rows } = await client.query<BegunRow>(
    `UPDATE delivery SET begun = begun + 1 WHERE id = $1 AND due_at <= $2
     RETURNING account_id, escalation_seq, executor, payload, status, begun, resend_by_id, resend_by_name`,
    [deliveryId, new Date(nowMs)],
  )
  const row = rows[0]
  if (!row) return null
  const { resend_by_id: id, resend_by_name: name } = row
  return {
    deliveryId,
    accountId: row.account_id,
    escalationSeq: Number(row.escalation_seq),
    executor: row.executor,
    payload: row.payload,
    status: row.status,
    attempt: row.begun,
    by: id !== null && name !== null ? { id, name } : null,
  }
}

interface BegunRow {
  readonly account_id: string
  readonly escalation_seq: string
  readonly executor: string
  readonly payload: string
  readonly status: DeliveryStatus
  readonly begun: number
  readonly resend_by_id: string | null
  readonly resend_by_name: string | null
}

/** An attempt that has ended, with what came of it. */
export interface EndedAttempt {
  readonly n: number
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly handler: 'built_in' | 'webhook' | 'none'
  readonly result: 'accepted' | 'failed' | 'no_handler'
  /** Null when there was no answer over HTTP. */
  readonly httpStatus: number | null
  /** Null when there was an answer. */
  readonly errorCode: string | null
  readonly detail: string
  readonly by: Person | null
}

/** Adds the record of an attempt. */
export async function insertAttempt(
  client: Pick<StoreClient, 'query'>,
  deliveryId: string,
  attempt: EndedAttempt,
): Promise<void> {
  const { n, startedAtMs, endedAtMs, handler, result, httpStatus, errorCode, detail, by } = attempt
  await client.query(
    `INSERT INTO delivery_attempt
       (delivery_id, n, started_at, ended_at, handler, result, http_status, error_code, detail, by_id, by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      deliveryId,
      n,
      new Date(startedAtMs),
      new Date(endedAtMs),
      handler,
      result,
      httpStatus,
      errorCode,
      detail,
      by?.id ?? null,
      by?.name ?? null,
    ],
  )
}

/** What becomes of a delivery after an attempt. */
export interface DeliveryChange {
  readonly deliveryId: string
  /** Where it stood when the attempt began; it is changed only if it still does. */
  readonly from: DeliveryStatus
  readonly to: DeliveryStatus
  /** The attempt after which it changes. */
  readonly attempt: number
  readonly by: Person | null
  readonly dueAtMs: number | null
  readonly atMs: number
  readonly detail: string
}

/** Settles a delivery if nobody else has; answers whether it was. */
export async function settleDelivery(
  client: Pick<StoreClient, 'query'>,
  { deliveryId, from, to, by, atMs, detail }: DeliveryChange,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE delivery SET status = $3, settled_at = $4, detail = $5, ${keepRequest('$6', 'NULL')}
     WHERE id = $1 AND status = $2`,
    [deliveryId, from, to, new Date(atMs), detail, by?.id ?? null],
  )
  return rowCount === 1
}

/** Says when a delivery is tried again, unless a later attempt has begun or it was settled meanwhile. */
export async function rescheduleDelivery(
  client: Pick<StoreClient, 'query'>,
  { deliveryId, from, attempt, by, dueAtMs }: DeliveryChange,
): Promise<void> {
  await client.query(
    `UPDATE delivery SET ${keepRequest('$5', '$4::timestamptz')} WHERE id = $1 AND status = $2 AND begun = $3`,
    [deliveryId, from, attempt, dueAtMs === null ? null : new Date(dueAtMs), by?.id ?? null],
  )
}

/** Sets the next time, but leaves what somebody asked for while the attempt of another was under way. */
function keepRequest(by: string, dueAt: string): string {
  const isNew = `resend_by_id IS NOT NULL AND resend_by_id IS DISTINCT FROM ${by}`
  return `due_at = CASE WHEN ${isNew} THEN due_at ELSE ${dueAt} END,
    resend_by_id = CASE WHEN ${isNew} THEN resend_by_id END,
    resend_by_name = CASE WHEN ${isNew} THEN resend_by_name END`
}

/**
 * Has a delivery sent again as soon as a worker is free, whatever became of it; false when there is none, or when the
 * policy in shadow mode only recorded it.
 */
export async function requestResend(
  client: Pick<StoreClient, 'query'>,
  deliveryId: string,
  by: Person,
  nowMs: number,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE delivery SET due_at = $2, resend_by_id = $3, resend_by_name = $4 WHERE id = $1 AND status <> 'shadow'`,
    [deliveryId, new Date(nowMs), by.id, by.name],
  )
  return rowCount === 1
}
