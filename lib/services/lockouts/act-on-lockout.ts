import type { GuardState } from '../../engine/guard/state.ts'
import type { Refusal } from '../../engine/guard/commands.ts'
import { AppError } from '../../shared/app-error.ts'
import { findLockout } from '../../store/queries/list-lockouts.ts'
import { type AccountCommand, runAccountCommand } from '../run-account-command.ts'
import type { Runtime } from '../runtime.ts'

/** What became of an act on a lockout: the account's state after it, or every reason against it. */
export type LockoutAct =
  | { readonly kind: 'done'; readonly state: GuardState }
  | { readonly kind: 'refused'; readonly message: string; readonly reasons: readonly Refusal[] }

/** What lockout acts need. */
export type LockoutRuntime = Pick<Runtime, 'database' | 'accounts' | 'clock' | 'decideDeadlineMs'>

/**
 * Gives one command to the account of a lockout. The rules are checked whole, against the end of the log, in the
 * transaction that appends.
 * @throws AppError `not_found` when there is no such lockout.
 */
export async function actOnLockout(
  runtime: LockoutRuntime,
  command: AccountCommand & { readonly lockoutId: string },
): Promise<LockoutAct> {
  const record = await findLockout(runtime.database.prisma, command.lockoutId)
  if (!record) throw new AppError('not_found', 'There is no such lockout.')
  return actOnAccount(runtime, record.accountId, command)
}

/** Gives one command to an account. */
export async function actOnAccount(
  runtime: LockoutRuntime,
  accountId: string,
  command: AccountCommand,
): Promise<LockoutAct> {
  const result = await runAccountCommand(runtime, accountId, command)
  if (result.kind === 'accepted') return { kind: 'done', state: result.state }
  const [first, ...more] = result.reasons
  const why = (first?.message ?? 'The rules refuse it').replace(/\.$/, '')
  const rest = more.length === 0 ? '' : `, and ${String(more.length)} more`
  return { kind: 'refused', message: `${why}${rest}.`, reasons: result.reasons }
}
