import type { PointedExecutor, PointExecutorInput } from '../../contracts/executor-actions.ts'
import type { Actor } from '../../engine/guard/commands.ts'
import { AppError } from '../../shared/app-error.ts'
import { appendOrganisation } from '../../store/event-log/append-organisation.ts'
import { findExecutor, saveExecutor } from '../../store/executors/registry.ts'
import { inOrganisation } from '../../store/transactions.ts'
import type { RecoveryRuntime } from '../recovery/recovery-runtime.ts'
import { newWebhookSecret, sealExecutorSecret } from './executor-secret.ts'

/**
 * Points an executor at a signed webhook, changes its address or its secret, or registers a name that is not built in;
 * what is pending goes there from its next attempt on. Answers with the secret if it is new, this once.
 * @throws AppError `forbidden` unless a lead asks.
 */
export async function pointExecutor(
  runtime: Pick<RecoveryRuntime, 'database' | 'clock' | 'secret'>,
  actor: Pick<Actor, 'id' | 'name' | 'role'>,
  { name, url, secret }: PointExecutorInput,
): Promise<PointedExecutor> {
  if (actor.role !== 'lead') throw new AppError('forbidden', 'Only a lead can point an executor.')
  const changedAtMs = runtime.clock()
  const changedBy = { id: actor.id, name: actor.name }
  return inOrganisation(runtime.database, async (transaction) => {
    const before = await findExecutor(transaction, name)
    const fresh = secret === 'new' || (secret === null && !before) ? newWebhookSecret() : secret
    const kept = before?.sealedSecret ?? new Uint8Array()
    const sealedSecret = fresh === null ? kept : sealExecutorSecret(runtime.secret, name, fresh)
    const data = { name, url: loggedUrl(url), isNewSecret: fresh !== null, by: changedBy }
    await appendOrganisation(transaction, { type: 'executor_pointed', data }, changedAtMs)
    await saveExecutor(transaction, { name, url, sealedSecret, changedAtMs, changedBy })
    return { secret: fresh }
  })
}

/** A query may hold a token, and the log never forgets. */
function loggedUrl(text: string): string {
  const url = new URL(text)
  return url.origin + url.pathname
}
