import type { DeliveryStatus } from '../../engine/delivery/after-attempt.ts'
import type { Person } from '../../engine/guard/events.ts'
import type { Database } from '../database.ts'
import type { Delivery, DeliveryAttempt, Prisma } from '../prisma/generated/client.ts'
import type { DeliveryName, EndedAttempt } from './outbox.ts'

/** A delivery as its row says. */
export interface StoredDelivery extends DeliveryName {
  readonly handle: string
  readonly tier: 'tier_1' | 'tier_2'
  readonly status: DeliveryStatus
  readonly createdAtMs: number
  /** Null when nothing is left to do. */
  readonly dueAtMs: number | null
  /** Attempts begun. */
  readonly attempts: number
  /** Null while it has no outcome. */
  readonly settledAtMs: number | null
  readonly detail: string | null
  readonly payload: string
  /** Who asked for what is due. */
  readonly resendBy: Person | null
}

/** A delivery with the record of its attempts, the first first. */
export interface DeliveryRecord extends StoredDelivery {
  readonly recorded: readonly EndedAttempt[]
}

/** Which deliveries to list; null leaves a part open. */
export interface DeliveryFilter {
  readonly accountId: string | null
  readonly executor: string | null
  readonly status: DeliveryStatus | null
}

const account = { select: { handle: true } } as const

/** A delivery by its id; null when there is none. */
export async function findDelivery(
  { prisma }: Pick<Database, 'prisma'>,
  deliveryId: string,
): Promise<StoredDelivery | null> {
  const row = await prisma.delivery.findUnique({ where: { id: deliveryId }, include: { account } })
  return row && storedOf(row)
}

/** A delivery with its attempts; null when there is none. */
export async function findDeliveryRecord(
  { prisma }: Pick<Database, 'prisma'>,
  deliveryId: string,
): Promise<DeliveryRecord | null> {
  const row = await prisma.delivery.findUnique({
    where: { id: deliveryId },
    include: { account, attempts: { orderBy: { n: 'asc' } } },
  })
  return row && { ...storedOf(row), recorded: row.attempts.map(attemptOf) }
}

/** One page of deliveries, newest first: at most `limit` of those before `before`, a delivery's id. */
export async function listDeliveries(
  { prisma }: Pick<Database, 'prisma'>,
  filter: DeliveryFilter,
  limit: number,
  before: string | null = null,
): Promise<readonly StoredDelivery[]> {
  const rows = await prisma.delivery.findMany({
    where: whereOf(filter),
    include: { account },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    ...(before !== null && { cursor: { id: before }, skip: 1 }),
  })
  return rows.map(storedOf)
}

/** The deliveries of some escalations of an account. */
export async function findDeliveriesOf(
  { prisma }: Pick<Database, 'prisma'>,
  accountId: string,
  escalationSeqs: readonly number[],
): Promise<readonly StoredDelivery[]> {
  const rows = await prisma.delivery.findMany({
    where: { accountId, escalationSeq: { in: escalationSeqs.map(BigInt) } },
    include: { account },
  })
  return rows.map(storedOf)
}

/** Escalations that reached nobody since a time, the newest first. */
export async function listUnrouted(
  { prisma }: Pick<Database, 'prisma'>,
  sinceMs: number,
  limit: number,
): Promise<readonly StoredDelivery[]> {
  const rows = await prisma.delivery.findMany({
    where: unroutedSince(sinceMs),
    include: { account },
    orderBy: { settledAt: 'desc' },
    take: limit,
  })
  return rows.map(storedOf)
}

/** How the outbox stands. */
export interface DeliveryCounts {
  readonly pending: number
  /** Null when nothing is pending. */
  readonly oldestPendingAtMs: number | null
  /** Settled without a handler, or as failed, since the time that was asked about. */
  readonly unrouted: number
}

/** How many deliveries are on their way since when, and how many reached nobody since a time. */
export async function countDeliveries(
  { prisma }: Pick<Database, 'prisma'>,
  sinceMs: number,
): Promise<DeliveryCounts> {
  const [pending, unrouted] = await Promise.all([
    prisma.delivery.aggregate({
      // Found by the index of what is due.
      where: { dueAt: { not: null }, status: 'pending' },
      _count: { _all: true },
      _min: { createdAt: true },
    }),
    prisma.delivery.count({ where: unroutedSince(sinceMs) }),
  ])
  const oldest = pending._min.createdAt
  return { pending: pending._count._all, oldestPendingAtMs: oldest?.getTime() ?? null, unrouted }
}

function unroutedSince(sinceMs: number): Prisma.DeliveryWhereInput {
  return { status: { in: ['no_handler', 'delivery_failed'] }, settledAt: { gte: new Date(sinceMs) } }
}

function whereOf({ accountId, executor, status }: DeliveryFilter): Prisma.DeliveryWhereInput {
  return {
    ...(accountId !== null && { accountId }),
    ...(executor !== null && { executor }),
    ...(status !== null && { status }),
  }
}

function storedOf(row: Delivery & { readonly account: { readonly handle: string } }): StoredDelivery {
  const { resendById, resendByName } = row
  return {
    deliveryId: row.id,
    accountId: row.accountId,
    handle: row.account.handle,
    escalationSeq: Number(row.escalationSeq),
    executor: row.executor,
    tier: row.tier as StoredDelivery['tier'],
    status: row.status as DeliveryStatus,
    createdAtMs: row.createdAt.getTime(),
    dueAtMs: row.dueAt?.getTime() ?? null,
    attempts: row.begun,
    settledAtMs: row.settledAt?.getTime() ?? null,
    detail: row.detail,
    payload: row.payload,
    resendBy: resendById !== null && resendByName !== null ? { id: resendById, name: resendByName } : null,
  }
}

function attemptOf(row: DeliveryAttempt): EndedAttempt {
  const { n, httpStatus, errorCode, detail, byId, byName } = row
  return {
    n,
    startedAtMs: row.startedAt.getTime(),
    endedAtMs: row.endedAt.getTime(),
    handler: row.handler as EndedAttempt['handler'],
    result: row.result as EndedAttempt['result'],
    httpStatus,
    errorCode,
    detail,
    by: byId !== null && byName !== null ? { id: byId, name: byName } : null,
  }
}
