import type { Pool } from 'pg'
import type { AgentKey } from './prisma/generated/client.ts'
import type { Database, Transaction } from './database.ts'

/** A key as the gate checks it. */
export interface StoredKey {
  readonly id: string
  readonly agentId: string
  readonly secretHash: Uint8Array
  /** Null when it is good for every account. */
  readonly accountIds: readonly string[] | null
  readonly maySayHuman: boolean
  readonly createdAtMs: number
  readonly expiresAtMs: number | null
  readonly revokedAtMs: number | null
}

/** Finds a key together with the control epoch at that moment, in one statement. */
export async function findKey(pool: Pool, id: string): Promise<{ epoch: number; key: StoredKey | null }> {
  const result = await pool.query<KeyRow>({ name: 'find-key', text: selectKey, values: [id] })
  const row = result.rows[0]
  if (!row) throw new Error('the control row is missing')
  return { epoch: Number(row.epoch), key: row.id === null ? null : keyOf(row) }
}

/** All keys, newest first. */
export async function listKeys(database: Database): Promise<readonly StoredKey[]> {
  const rows = await database.prisma.agentKey.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] })
  return rows.map(fromModel)
}

/** Adds a key within the transaction that records its creation. */
export async function insertKey(transaction: Transaction, key: StoredKey): Promise<void> {
  await transaction.agentKey.create({
    data: {
      id: key.id,
      agentId: key.agentId,
      secretHash: Buffer.from(key.secretHash),
      allAccounts: key.accountIds === null,
      accountIds: [...(key.accountIds ?? [])],
      maySayHuman: key.maySayHuman,
      createdAt: new Date(key.createdAtMs),
      expiresAt: key.expiresAtMs === null ? null : new Date(key.expiresAtMs),
    },
  })
}

/** Marks a key revoked; false when there is no such key or it was revoked before. */
export async function markRevoked(transaction: Transaction, id: string, atMs: number): Promise<boolean> {
  const { count } = await transaction.agentKey.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: new Date(atMs) },
  })
  return count === 1
}

interface KeyRow {
  readonly epoch: string
  readonly id: string | null
  readonly agent_id: string
  readonly secret_hash: Buffer
  readonly all_accounts: boolean
  readonly account_ids: string[]
  readonly may_say_human: boolean
  readonly created_at: Date
  readonly expires_at: Date | null
  readonly revoked_at: Date | null
}

const selectKey = `
SELECT control.epoch, agent_key.* FROM control LEFT JOIN agent_key ON agent_key.id = $1`

function keyOf(row: KeyRow): StoredKey {
  return {
    id: row.id ?? '',
    agentId: row.agent_id,
    secretHash: row.secret_hash,
    accountIds: row.all_accounts ? null : row.account_ids,
    maySayHuman: row.may_say_human,
    createdAtMs: row.created_at.getTime(),
    expiresAtMs: row.expires_at?.getTime() ?? null,
    revokedAtMs: row.revoked_at?.getTime() ?? null,
  }
}

function fromModel(row: AgentKey): StoredKey {
  return {
    id: row.id,
    agentId: row.agentId,
    secretHash: row.secretHash,
    accountIds: row.allAccounts ? null : row.accountIds,
    maySayHuman: row.maySayHuman,
    createdAtMs: row.createdAt.getTime(),
    expiresAtMs: row.expiresAt?.getTime() ?? null,
    revokedAtMs: row.revokedAt?.getTime() ?? null,
  }
}
