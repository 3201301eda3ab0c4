import type { Policy } from '../../engine/policy/policy.ts'
import type { Runtime } from '../runtime.ts'

/** The policy in force of an account, read once a version. */
export type RecoveryPolicies = (accountId: string, version: string) => Promise<Policy | null>

/** Makes a reader of policies that keeps what it has read for as long as it is kept itself. */
export function recoveryPolicies({ accounts }: Pick<Runtime, 'accounts'>): RecoveryPolicies {
  const known = new Map<string, Policy>()
  return async (accountId, version) => {
    // A version is a digest of the document: the same for every account under it.
    const policy = known.get(version) ?? (await accounts.read(accountId)).state.policy
    if (policy) known.set(version, policy)
    return policy
  }
}
