import { AppError } from '../../shared/app-error.ts'
import { insertKey } from '../../store/agent-keys.ts'
import { appendOrganisation } from '../../store/event-log/append-organisation.ts'
import { unknownAccounts } from '../../store/list-accounts.ts'
import { inOrganisation } from '../../store/transactions.ts'
import type { Runtime } from '../runtime.ts'
import { formatKeyToken, hashSecret, mintKeyToken } from './key-token.ts'

export interface NewKey {
  readonly agentId: string
  /** Null for a key that is good for every account. */
  readonly accountIds: readonly string[] | null
  readonly maySayHuman?: boolean
  /** Null when it never runs out. */
  readonly expiresAtMs: number | null
}

/**
 * Creates an agent's key. `token` is the only time that the secret is seen.
 * @throws AppError `unknown_account` naming those that do not exist.
 */
export async function createKey(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  { agentId, accountIds, maySayHuman = false, expiresAtMs }: NewKey,
): Promise<{ readonly id: string; readonly token: string }> {
  const missing = accountIds === null ? [] : await unknownAccounts(runtime.database, accountIds)
  if (missing.length > 0) throw new AppError('unknown_account', `There is no account ${missing.join(', ')}.`)
  if (accountIds?.length === 0) {
    throw new AppError('invalid_request', 'Name the accounts that the key is for, or make it good for all.')
  }
  const token = mintKeyToken()
  const atMs = runtime.clock()
  const scope = { agentId, accountIds, maySayHuman, expiresAtMs }
  await inOrganisation(runtime.database, async (transaction) => {
    await appendOrganisation(
      transaction,
      { type: 'agent_key_created', data: { keyId: token.id, ...scope } },
      atMs,
    )
    await insertKey(transaction, {
      id: token.id,
      secretHash: hashSecret(token.secret),
      createdAtMs: atMs,
      revokedAtMs: null,
      ...scope,
    })
  })
  return { id: token.id, token: formatKeyToken(token) }
}
