import { durationText } from '../../engine/guard/brief-text.ts'
import { compiledPolicyOf } from '../../engine/policy/compiled-policy-of.ts'
import type { RecoveryRuntime } from '../recovery/recovery-runtime.ts'
import type { EscalationNotice } from './built-in-executors.ts'

/** `autonomous_guardian_executor`: the gate paces by itself while tier 1 is in force; this says how, for the record. */
export async function paceEdits(
  { accounts }: Pick<RecoveryRuntime, 'accounts'>,
  { accountId }: EscalationNotice,
): Promise<string> {
  const { policy, policyVersion } = (await accounts.read(accountId)).state
  if (!policy?.containment.pacing || policyVersion === null) return 'Accepted; the policy does not pace'
  const { paceIntervalMs } = compiledPolicyOf(policy, policyVersion)
  return `Edits paced, one per ${durationText(paceIntervalMs)}`
}
