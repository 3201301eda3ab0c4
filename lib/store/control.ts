import type { PoolClient } from 'pg'
import type { StopOrder } from '../engine/guard/commands.ts'
import type { Transaction } from './database.ts'
import { scopeOf } from './stop-orders.ts'

/** What every process must know of the organisation before it decides, as of one epoch. */
export interface ControlState {
  readonly epoch: number
  /** Every order that nobody has lifted, oldest first; those that have run out are told by their own time. */
  readonly stopOrders: readonly StopOrder[]
}

/** Reads the control epoch and the stop orders of that very epoch, in one statement, through a pool or a connection. */
export async function readControl(pool: Pick<PoolClient, 'query'>): Promise<ControlState> {
  const { rows } = await pool.query<ControlRow>({ name: 'read-control', text: selectControl })
  const [first] = rows
  if (!first) throw new Error('the control row is missing')
  const stopOrders = rows.flatMap((row) => (row.id === null ? [] : [stopOrderOf(row, row.id)]))
  return { epoch: Number(first.epoch), stopOrders }
}

/**
 * Takes the control row until the transaction ends, so that changes of the organisation come one after another;
 * appends of accounts read the row and never wait for it.
 */
export async function lockControl(transaction: Transaction): Promise<number> {
  const rows = await transaction.$queryRawUnsafe<{ epoch: bigint }[]>(
    'SELECT epoch FROM control WHERE id = 1 FOR UPDATE',
  )
  return Number(rows[0]?.epoch)
}

/** Raises the epoch: every decision that is in flight under the old one is refused and made again. */
export async function raiseEpoch(transaction: Transaction): Promise<void> {
  await transaction.control.update({ where: { id: 1 }, data: { epoch: { increment: 1 } } })
}

interface ControlRow {
  readonly epoch: string
  readonly id: string | null
  readonly scope_kind: string
  readonly scope_value: string | null
  readonly reason: string
  readonly set_by_id: string
  readonly set_by_name: string
  readonly expires_at: Date | null
}

const selectControl = `
SELECT control.epoch, standing.id, scope_kind, scope_value, reason, set_by_id, set_by_name, expires_at
FROM control LEFT JOIN stop_order AS standing ON standing.lifted_at IS NULL
ORDER BY standing.set_at, standing.id`

function stopOrderOf(row: ControlRow, stopOrderId: string): StopOrder {
  return {
    stopOrderId,
    scope: scopeOf(row.scope_kind, row.scope_value),
    reason: row.reason,
    by: { id: row.set_by_id, name: row.set_by_name },
    expiresAtMs: row.expires_at?.getTime() ?? null,
  }
}
