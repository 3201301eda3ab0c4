import type { Pool } from 'pg'
import type { Transaction } from './database.ts'

/** The channel on which changed accounts are announced to consoles of every process. */
export const announcementChannel = 'interlock'

/**
 * Announces that accounts changed, as `{"accounts":[…]}`; several messages when one would be over PostgreSQL's limit.
 * A hint, not a record: who misses one sees the change with the next or by asking.
 */
export async function announceAccounts(pool: Pool, accountIds: readonly string[]): Promise<void> {
  for (const payload of payloadsOf(accountIds)) {
    await pool.query('SELECT pg_notify($1, $2)', [announcementChannel, payload])
  }
}

/** Announces that the organisation changed, once the transaction is committed. */
export async function announceOrganisation(transaction: Transaction): Promise<void> {
  await transaction.$executeRaw`SELECT pg_notify(${announcementChannel}, '{"organisation":true}')`
}

/** PostgreSQL refuses a payload of 8000 bytes. */
const payloadBytes = 7500

function payloadsOf(accountIds: readonly string[]): readonly string[] {
  const payloads: string[] = []
  let group: string[] = []
  let bytes = 0
  for (const accountId of accountIds) {
    const own = Buffer.byteLength(JSON.stringify(accountId)) + 1
    if (group.length > 0 && bytes + own > payloadBytes) {
      payloads.push(JSON.stringify({ accounts: group }))
      group = []
      bytes = 0
    }
    group.push(accountId)
    bytes += own
  }
  if (group.length > 0) payloads.push(JSON.stringify({ accounts: group }))
  return payloads
}
