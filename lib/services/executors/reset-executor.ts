import type { Actor } from '../../engine/guard/commands.ts'
import { AppError } from '../../shared/app-error.ts'
import { appendOrganisation } from '../../store/event-log/append-organisation.ts'
import { removeExecutor } from '../../store/executors/registry.ts'
import { inOrganisation } from '../../store/transactions.ts'
import type { Runtime } from '../runtime.ts'

/**
 * Takes an executor off its webhook: a built-in one is Interlock's own again, any other has no handler.
 * @throws AppError `forbidden` unless a lead asks; `not_found` when it is pointed at no webhook.
 */
export async function resetExecutor(
  runtime: Pick<Runtime, 'database' | 'clock'>,
  actor: Pick<Actor, 'id' | 'name' | 'role'>,
  name: string,
): Promise<void> {
  if (actor.role !== 'lead') throw new AppError('forbidden', 'Only a lead can reset an executor.')
  const by = { id: actor.id, name: actor.name }
  await inOrganisation(runtime.database, async (transaction) => {
    await appendOrganisation(transaction, { type: 'executor_reset', data: { name, by } }, runtime.clock())
    const wasPointed = await removeExecutor(transaction, name)
    if (!wasPointed) throw new AppError('not_found', `The executor ${name} is pointed at no webhook.`)
  })
}
