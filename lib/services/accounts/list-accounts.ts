import { listAccountRows } from '../../store/list-accounts.ts'
import type { Runtime } from '../runtime.ts'

/** An account as the operator's list shows it; as of its last transition. */
export interface AccountSummary {
  readonly accountId: string
  readonly name: string
  readonly handle: string
  readonly recorded: boolean
  readonly policyName: string | null
  readonly policyVersion: string | null
  readonly tier: string
  readonly lockoutId: string | null
}

/** Every account, by id. */
export async function listAccounts(runtime: Pick<Runtime, 'database'>): Promise<readonly AccountSummary[]> {
  const rows = await listAccountRows(runtime.database)
  return rows.map(({ id, name, handle, recorded, policyName, policyVersion, tier, lockoutId }) => ({
    accountId: id,
    name,
    handle,
    recorded,
    policyName,
    policyVersion,
    tier,
    lockoutId,
  }))
}
