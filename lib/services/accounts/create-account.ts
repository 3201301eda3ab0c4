import type { Person } from '../../engine/guard/events.ts'
import type { Policy } from '../../engine/policy/policy.ts'
import { AppError } from '../../shared/app-error.ts'
import { idText } from '../../contracts/api/text.ts'
import { runAccountCommand } from '../run-account-command.ts'
import type { Runtime } from '../runtime.ts'
import { assignPolicy } from './assign-policy.ts'

export interface NewAccount {
  readonly accountId: string
  /** The id by default. */
  readonly name?: string
  /** What a reset asks to be typed out; `@` and the id by default. */
  readonly handle?: string
  readonly policy: Policy
  /** Filled from a recorded history, not by live agents. */
  readonly recorded?: boolean
  readonly by?: Person | null
  /** When a recorded history opens it; the server's clock by default. */
  readonly recordedAtMs?: number
}

/**
 * Opens an account and puts it under a policy. When a first try was cut off in between, a second completes it.
 * @throws AppError `version_conflict` when it exists already, `invalid_request` for an id that cannot be one.
 */
export async function createAccount(
  runtime: Pick<Runtime, 'accounts' | 'clock' | 'decideDeadlineMs'>,
  account: NewAccount,
): Promise<void> {
  const { accountId, name = accountId, handle, policy, recorded = false, by = null } = account
  const clock = account.recordedAtMs === undefined ? {} : { recordedAtMs: account.recordedAtMs }
  const parsed = idText(200).safeParse(accountId)
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message ?? ''
    throw new AppError('invalid_request', `An account's id ${message}.`)
  }
  const command = {
    type: 'open_account',
    accountId,
    name,
    handle: handle ?? (accountId.startsWith('@') ? accountId : `@${accountId}`),
    recorded,
  } as const
  const opened = await runAccountCommand(runtime, accountId, command, clock)
  if (opened.kind === 'refused') {
    const { state } = await runtime.accounts.read(accountId)
    if (state.policy !== null) throw new AppError('version_conflict', `Account ${accountId} exists already.`)
  }
  await assignPolicy(runtime, accountId, policy, { by, ...clock })
}
