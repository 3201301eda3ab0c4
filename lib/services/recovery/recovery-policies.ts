import type { Policy } from '../../engine/policy/policy.ts'
import { accountStream } from '../../store/event-log/event-row.ts'
import { findPolicyBefore } from '../../store/event-log/find-decisions.ts'
import { transactionQuery } from '../../store/event-log/load-streams.ts'
import type { Runtime } from '../runtime.ts'

/** The policy in force of an account, read once a version. */
export type RecoveryPolicies = (accountId: string, version: string) => Promise<Policy | null>

/** Makes a reader of policies that keeps what it has read for as long as it is kept itself. */
export function recoveryPolicies({ database }: Pick<Runtime, 'database'>): RecoveryPolicies {
  const known = new Map<string, Policy>()
  // Not over the pool of the transactions that ask: while all its connections wait for one of these, that one must
  // not wait for a connection.
  const query = transactionQuery(database.prisma)
  return async (accountId, version) => {
    // A version is a digest of the document: the same for every account under it.
    const kept = known.get(version)
    if (kept) return kept
    const assigned = await findPolicyBefore(query, accountStream(accountId), Number.MAX_SAFE_INTEGER)
    if (!assigned) return null
    const { policy, policyVersion } = JSON.parse(assigned.body) as { policy: Policy; policyVersion: string }
    known.set(policyVersion, policy)
    return policy
  }
}
