import { scopeName, scopeNamed, stopScopeSchema } from '../contracts/stop-scope.ts'
import type { StopOrder } from '../engine/guard/commands.ts'
import type { Person } from '../engine/guard/events.ts'
import type { StopOrder as StopOrderRow } from './prisma/generated/client.ts'
import type { Database, Transaction } from './database.ts'

/** A stop order with its whole life. */
export interface StoredStopOrder extends StopOrder {
  readonly setAtMs: number
  /** Null while nobody has lifted it; it may have run out all the same. */
  readonly lifted: { readonly atMs: number; readonly by: Person; readonly reason: string } | null
}

/** Adds an order within the transaction that records it. */
export async function insertStopOrder(
  transaction: Transaction,
  order: StopOrder,
  setAtMs: number,
): Promise<void> {
  await transaction.stopOrder.create({
    data: {
      id: order.stopOrderId,
      scopeKind: order.scope.kind,
      scopeValue: scopeName(order.scope),
      reason: order.reason,
      setAt: new Date(setAtMs),
      setById: order.by.id,
      setByName: order.by.name,
      expiresAt: order.expiresAtMs === null ? null : new Date(order.expiresAtMs),
    },
  })
}

/** Marks an order lifted; false when there is no such order that somebody could still lift. */
export async function markLifted(
  transaction: Transaction,
  stopOrderId: string,
  lift: { readonly atMs: number; readonly by: Person; readonly reason: string },
): Promise<boolean> {
  const liftedAt = new Date(lift.atMs)
  const { count } = await transaction.stopOrder.updateMany({
    where: { id: stopOrderId, liftedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: liftedAt } }] },
    data: { liftedAt, liftedById: lift.by.id, liftedByName: lift.by.name, liftReason: lift.reason },
  })
  return count === 1
}

/** An order by its id; null when there is none. */
export async function findStopOrder(
  database: Database,
  stopOrderId: string,
): Promise<StoredStopOrder | null> {
  const row = await database.prisma.stopOrder.findUnique({ where: { id: stopOrderId } })
  return row && storedOf(row)
}

/** Orders in force at a time, newest first. */
export async function listStandingStopOrders(
  database: Database,
  nowMs: number,
): Promise<readonly StoredStopOrder[]> {
  const rows = await database.prisma.stopOrder.findMany({
    where: { liftedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(nowMs) } }] },
    orderBy: [{ setAt: 'desc' }, { id: 'desc' }],
  })
  return rows.map(storedOf)
}

/** The newest orders that were lifted or have run out, newest first. */
export async function listEndedStopOrders(
  database: Database,
  nowMs: number,
  limit: number,
): Promise<readonly StoredStopOrder[]> {
  const rows = await database.prisma.stopOrder.findMany({
    where: { OR: [{ liftedAt: { not: null } }, { expiresAt: { lte: new Date(nowMs) } }] },
    orderBy: [{ setAt: 'desc' }, { id: 'desc' }],
    take: limit,
  })
  return rows.map(storedOf)
}

/**
 * The scope of an order from its two columns.
 * @throws Error on a kind that is not known: read wrongly it would stop too little; the database's check rules it out.
 */
export function scopeOf(kind: string, value: string | null): StopOrder['scope'] {
  const known = stopScopeSchema.options.map(({ shape }) => shape.kind.value).find((each) => each === kind)
  if (known === undefined) throw new Error(`a stop order has the unknown scope ${kind}`)
  return scopeNamed(known, value ?? '')
}

function storedOf(row: StopOrderRow): StoredStopOrder {
  return {
    stopOrderId: row.id,
    scope: scopeOf(row.scopeKind, row.scopeValue),
    reason: row.reason,
    by: { id: row.setById, name: row.setByName },
    expiresAtMs: row.expiresAt?.getTime() ?? null,
    setAtMs: row.setAt.getTime(),
    lifted:
      row.liftedAt && row.liftedById !== null && row.liftedByName !== null
        ? {
            atMs: row.liftedAt.getTime(),
            by: { id: row.liftedById, name: row.liftedByName },
            reason: row.liftReason ?? '',
          }
        : null,
  }
}
