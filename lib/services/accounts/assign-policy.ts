import type { Person } from '../../engine/guard/events.ts'
import type { Policy } from '../../engine/policy/policy.ts'
import { AppError } from '../../shared/app-error.ts'
import { runAccountCommand } from '../run-account-command.ts'
import type { Runtime } from '../runtime.ts'
import { policyVersion } from './policy-version.ts'

/**
 * Puts an account under a policy, from its next decision on. Resolves to the policy's version.
 * @throws AppError `unknown_account`.
 */
export async function assignPolicy(
  runtime: Pick<Runtime, 'accounts' | 'clock' | 'decideDeadlineMs'>,
  accountId: string,
  policy: Policy,
  options: { readonly by?: Person | null; readonly recordedAtMs?: number } = {},
): Promise<string> {
  const { by = null, ...clock } = options
  const version = policyVersion(policy)
  const { state } = await runtime.accounts.read(accountId)
  if (state.seq === 0) throw new AppError('unknown_account', `There is no account ${accountId}.`)
  const command = { type: 'assign_policy', policyVersion: version, policy, by } as const
  const result = await runAccountCommand(runtime, accountId, command, clock)
  if (result.kind === 'refused') {
    throw new AppError('unknown_account', result.reasons.map(({ message }) => message).join(' '))
  }
  return version
}
