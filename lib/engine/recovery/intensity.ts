import type { Intensity, RecoveryActionType, RecoveryPolicy } from '../policy/policy.ts'
import { scoreReaches, type Stagnation } from './stagnation.ts'

/** How hard to help a post that stagnates so much: the highest intensity whose score is reached (step 7). */
export function intensityOf(stagnation: Stagnation, policy: RecoveryPolicy): Intensity {
  if (scoreReaches(stagnation, policy.intensity.tier_3)) return 'tier_3'
  if (scoreReaches(stagnation, policy.intensity.tier_2)) return 'tier_2'
  return 'tier_1'
}

/** Whether the post needs no help: its score is below the policy's `healthyBelow` (step 6). */
export function isHealthy(stagnation: Stagnation, policy: RecoveryPolicy): boolean {
  return !scoreReaches(stagnation, policy.healthyBelow)
}

/** What each intensity does to the post (seed). */
export const actionTypeOfIntensity = {
  tier_1: 'comment',
  tier_2: 'edit',
  tier_3: 'thread',
} as const satisfies Record<Intensity, RecoveryActionType>
