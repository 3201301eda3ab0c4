import { compiledPolicyOf } from '../policy/compiled-policy-of.ts'
import type { ActiveTier, Tier } from '../policy/policy.ts'
import type { GuardState } from './state.ts'
import { countActions, signalsOf, triggeredTier, type TierSignal } from './velocity.ts'

/** Velocity in one window with the distance that is left. */
export interface TierDistance extends TierSignal {
  /** `k`: the count at which the tier triggers. */
  readonly needed: number
  /** Actions left before it triggers; 0 when it has. */
  readonly left: number
}

/** The account's velocity at an instant, without any new action. */
export interface GuardSignals {
  readonly tier: Tier
  readonly signals: Readonly<Record<ActiveTier, TierDistance>>
  /** Autonomous edits still admitted in probation and when it ends; null outside probation. */
  readonly probation: { readonly editsLeft: number; readonly endsAtMs: number } | null
}

/** The signals of an account at `nowMs`; null before it has a policy. Locked out reads as tier 3. */
export function guardSignals(state: GuardState, nowMs: number): GuardSignals | null {
  if (!state.policy || state.policyVersion === null) return null
  const policy = compiledPolicyOf(state.policy, state.policyVersion)
  const atMs = Math.max(nowMs, state.lastDecidedAtMs)
  const counts = countActions(state.countedAtMs, atMs, policy, 0)
  const signals = signalsOf(counts, policy)
  const distance = (tier: ActiveTier): TierDistance => ({
    ...signals[tier],
    needed: policy.needed[tier],
    left: Math.max(0, policy.needed[tier] - counts[tier]),
  })
  const { probation } = state
  const limit = state.policy.lockout.probation?.maxActions
  const inProbation = probation && limit !== undefined && atMs < probation.endsAtMs
  return {
    tier: state.lockout ? 'tier_3' : triggeredTier(counts, policy),
    signals: { tier_1: distance('tier_1'), tier_2: distance('tier_2'), tier_3: distance('tier_3') },
    probation: inProbation
      ? { editsLeft: Math.max(0, limit - probation.admittedEdits), endsAtMs: probation.endsAtMs }
      : null,
  }
}
