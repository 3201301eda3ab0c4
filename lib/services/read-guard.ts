import type { GuardState } from '../engine/guard/state.ts'
import type { Policy } from '../engine/policy/policy.ts'
import { AppError } from '../shared/app-error.ts'
import type { Runtime } from './runtime.ts'

/** The guard of an account at the end of its log, with the policy that governs it. */
export interface CurrentGuard {
  readonly state: GuardState
  readonly policy: Policy
  readonly policyVersion: string
}

/**
 * Reads the guard of an account as the log has it now.
 * @throws AppError `unknown_account` when there is none or it has no policy; `cannot_decide` when it cannot be read.
 */
export async function readGuard(
  runtime: Pick<Runtime, 'accounts'>,
  accountId: string,
): Promise<CurrentGuard> {
  const { state } = await runtime.accounts.read(accountId).catch((error: unknown) => {
    throw new AppError('cannot_decide', 'The log cannot be read now; nothing was admitted.', { cause: error })
  })
  const { policy, policyVersion } = state
  if (policy === null || policyVersion === null) {
    throw new AppError('unknown_account', `There is no account ${accountId} with a policy.`)
  }
  return { state, policy, policyVersion }
}
