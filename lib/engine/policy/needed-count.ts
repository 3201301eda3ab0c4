import type { ActiveTier, Policy, TierRule } from './policy.ts'

/** The tiers that can trigger, highest first: the order in which they win. */
export const tiersHighestFirst = ['tier_3', 'tier_2', 'tier_1'] as const satisfies readonly ActiveTier[]

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/**
 * The smallest integer `k` with `k / windowMinutes >= actionsPerMinute` (domain.md, section 1): the count at
 * which a tier triggers. The float product may round to the wrong side (0.28 × 25 is 7.000000000000001), so
 * the division, which is what the contract compares, decides the neighbours.
 */
export function neededCount(rule: TierRule): number {
  const reaches = (count: number) => count / rule.windowMinutes >= rule.actionsPerMinute
  let count = Math.max(1, Math.ceil(rule.actionsPerMinute * rule.windowMinutes))
  while (count > 1 && reaches(count - 1)) count -= 1
  while (!reaches(count)) count += 1
  return count
}

/** A policy with the integers that a decision compares, computed once. */
export interface CompiledPolicy {
  readonly policy: Policy
  readonly version: string
  /** `k` of each tier. */
  readonly needed: Readonly<Record<ActiveTier, number>>
  readonly windowMs: Readonly<Record<ActiveTier, number>>
  /** Pace interval under tier 1: its window divided by its `k`, in ms, rounded up. */
  readonly paceIntervalMs: number
}

/** Computes the integers of a policy; `version` is what decisions record. */
export function compilePolicy(policy: Policy, version: string): CompiledPolicy {
  const { tiers } = policy.velocity
  const needed = {
    tier_1: neededCount(tiers.tier_1),
    tier_2: neededCount(tiers.tier_2),
    tier_3: neededCount(tiers.tier_3),
  }
  const windowMs = {
    tier_1: tiers.tier_1.windowMinutes * minuteMs,
    tier_2: tiers.tier_2.windowMinutes * minuteMs,
    tier_3: tiers.tier_3.windowMinutes * minuteMs,
  }
  return { policy, version, needed, windowMs, paceIntervalMs: Math.ceil(windowMs.tier_1 / needed.tier_1) }
}
