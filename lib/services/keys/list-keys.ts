import { listKeys as readKeys } from '../../store/agent-keys.ts'
import type { Runtime } from '../runtime.ts'

/** A key as it may be shown: nothing of its secret. */
export interface KeyRow {
  readonly id: string
  readonly agentId: string
  /** Null when it is good for every account. */
  readonly accountIds: readonly string[] | null
  readonly maySayHuman: boolean
  readonly createdAtMs: number
  readonly expiresAtMs: number | null
  readonly status: 'good' | 'expired' | 'revoked'
}

/** All keys, newest first. */
export async function listKeys(runtime: Pick<Runtime, 'database' | 'clock'>): Promise<readonly KeyRow[]> {
  const nowMs = runtime.clock()
  const keys = await readKeys(runtime.database)
  return keys.map(({ secretHash: _, revokedAtMs, ...key }) => {
    const isExpired = key.expiresAtMs !== null && key.expiresAtMs <= nowMs
    return { ...key, status: revokedAtMs !== null ? 'revoked' : isExpired ? 'expired' : 'good' }
  })
}
