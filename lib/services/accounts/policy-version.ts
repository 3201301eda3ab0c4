import type { Policy } from '../../engine/policy/policy.ts'
import { digest } from '../account-log/digest.ts'

/** The version of a policy document: the same document always has the same, `standard-1f3a9c04b7d2` say. */
export function policyVersion(policy: Policy): string {
  return `${policy.name}-${digest(policy).slice(0, 12)}`
}
