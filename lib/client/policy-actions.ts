import type { AssignPolicyInput, ReplayPolicyInput, SetPolicyModeInput } from '../contracts/policy-actions.ts'
import type { PolicyReplay } from '../contracts/views/policies-view.ts'
import type { Action } from './lockout-actions.ts'

export type AssignPolicy = Action<AssignPolicyInput, { version: string; assigned: readonly string[] }>
export type SetPolicyMode = Action<SetPolicyModeInput>
export type ReplayPolicy = Action<ReplayPolicyInput, PolicyReplay>

/** What the page of policies can do; the page hands the server actions in. */
export interface PolicyActions {
  readonly assignPolicy: AssignPolicy
  readonly replayPolicy: ReplayPolicy
}
