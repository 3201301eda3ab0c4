import { type CompiledPolicy, compilePolicy } from './needed-count.ts'
import type { Policy } from './policy.ts'

// A memo, not a state: the same policy object always gives the same answer.
const compiled = new WeakMap<Policy, CompiledPolicy>()

/** The compiled form of the policy in force, computed once per policy object. */
export function compiledPolicyOf(policy: Policy, version: string): CompiledPolicy {
  const known = compiled.get(policy)
  if (known?.version === version) return known
  const fresh = compilePolicy(policy, version)
  compiled.set(policy, fresh)
  return fresh
}
