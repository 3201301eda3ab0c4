import type { Pool } from 'pg'
import type { Transaction } from './database.ts'

/** The current control epoch: what an append must have been decided under. */
export async function readEpoch(pool: Pool): Promise<number> {
  const result = await pool.query<{ epoch: string }>('SELECT epoch FROM control')
  return Number(result.rows[0]?.epoch)
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
