import { AppError } from '../../shared/app-error.ts'
import { markRevoked } from '../../store/agent-keys.ts'
import { appendOrganisation } from '../../store/event-log/append-organisation.ts'
import { inOrganisation } from '../../store/transactions.ts'
import type { Runtime } from '../runtime.ts'

/**
 * Revokes a key: from the moment this resolves no process decides for it any more, not even one that remembers it.
 * @throws AppError `not_found` when there is no such key or it was revoked before.
 */
export async function revokeKey(runtime: Pick<Runtime, 'database' | 'clock'>, keyId: string): Promise<void> {
  const atMs = runtime.clock()
  await inOrganisation(runtime.database, async (transaction) => {
    await appendOrganisation(transaction, { type: 'agent_key_revoked', data: { keyId } }, atMs)
    const isRevoked = await markRevoked(transaction, keyId, atMs)
    if (!isRevoked) throw new AppError('not_found', `There is no key ${keyId} that is still good.`)
  })
}
