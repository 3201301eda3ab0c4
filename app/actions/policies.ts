'use server'

import type { ActionResult } from '#lib/contracts/action-result.ts'
import {
  type AssignPolicyInput,
  assignPolicySchema,
  type ReplayPolicyInput,
  replayPolicySchema,
  type SetPolicyModeInput,
  setPolicyModeSchema,
} from '#lib/contracts/policy-actions.ts'
import type { PolicyReplay } from '#lib/contracts/views/policies-view.ts'
import { runAction } from '#lib/http/run-action.ts'
import {
  assignPolicyVersion,
  setPolicyMode as setMode,
} from '#lib/services/policies/assign-policy-version.ts'
import { readPolicyText } from '#lib/services/policies/read-policy-text.ts'
import { replayPolicy as replay } from '#lib/services/policies/replay-policy.ts'

/** Puts accounts under a policy from their next decision on. */
export async function assignPolicy(
  input: AssignPolicyInput,
): Promise<ActionResult<{ version: string; assigned: readonly string[] }>> {
  return runAction(
    assignPolicySchema,
    input,
    async (parsed, { runtime, actor }) => ({
      kind: 'done',
      value: await assignPolicyVersion(runtime, actor, parsed),
    }),
    'lead',
  )
}

/** Lets an account's policy enforce, or only record what it would have done. */
export async function setPolicyMode(input: SetPolicyModeInput): Promise<ActionResult> {
  return runAction(
    setPolicyModeSchema,
    input,
    async (parsed, { runtime, actor }) => {
      await setMode(runtime, actor, parsed)
      return { kind: 'done', value: null }
    },
    'lead',
  )
}

/** Decides the recorded last 30 days again under a proposed policy. Changes nothing: a document is too long for a GET. */
export async function replayPolicy(input: ReplayPolicyInput): Promise<ActionResult<PolicyReplay>> {
  return runAction(replayPolicySchema, input, async (parsed, { runtime }) => {
    const policy = readPolicyText(parsed.document)
    return { kind: 'done', value: await replay(runtime, parsed.accountId, policy, parsed.resetAfterMinutes) }
  })
}
