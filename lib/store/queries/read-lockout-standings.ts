import type { Pool } from 'pg'

/** How a lockout stands, for telling what became of it. */
export interface LockoutStanding {
  readonly lockoutId: string
  readonly accountId: string
  readonly handle: string
  readonly isActive: boolean
  readonly version: number
  readonly openedAtMs: number
}

/** The lockouts of some accounts that are active, or were reset since a time. */
export async function readLockoutStandings(
  pool: Pool,
  accountIds: readonly string[],
  sinceMs: number,
): Promise<readonly LockoutStanding[]> {
  if (accountIds.length === 0) return []
  const { rows } = await pool.query<Row>(selectStandings, [accountIds, new Date(sinceMs)])
  return rows.map((row) => ({
    lockoutId: row.id,
    accountId: row.account_id,
    handle: row.handle,
    isActive: row.status === 'active',
    version: row.version,
    openedAtMs: row.opened_at.getTime(),
  }))
}

interface Row {
  readonly id: string
  readonly account_id: string
  readonly handle: string
  readonly status: string
  readonly version: number
  readonly opened_at: Date
}

const selectStandings = `
SELECT l.id, l.account_id, a.handle, l.status, l.version, l.opened_at
FROM lockout AS l JOIN account AS a ON a.id = l.account_id
WHERE l.account_id = ANY($1::text[]) AND (l.status = 'active' OR l.closed_at >= $2)`
