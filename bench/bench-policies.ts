import { presets } from '#lib/engine/policy/presets.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'

const { velocity } = presets.standard

/**
 * `standard` with every rule at work and every threshold out of reach, for accounts that are asked far more often than
 * the standard would stand: 1000 actions in a tier's window, which the state keeps anyway.
 */
export const outOfReach: Policy = {
  ...presets.standard,
  name: 'bench-out-of-reach',
  velocity: {
    ...velocity,
    tiers: {
      tier_1: { ...velocity.tiers.tier_1, actionsPerMinute: 1000 / velocity.tiers.tier_1.windowMinutes },
      tier_2: { ...velocity.tiers.tier_2, actionsPerMinute: 1000 / velocity.tiers.tier_2.windowMinutes },
      tier_3: { ...velocity.tiers.tier_3, actionsPerMinute: 1000 / velocity.tiers.tier_3.windowMinutes },
    },
  },
  constraints: presets.standard.constraints.map((constraint) => ({
    ...constraint,
    hourlyLimit: constraint.hourlyLimit === null ? null : 1000,
    dailyLimit: constraint.dailyLimit === null ? null : 1000,
  })),
  limits: { hourlyPerCategory: 1000, dailyPerCategory: 1000 },
  patterns: {
    ...presets.standard.patterns,
    conflictingPairs: [],
    sameTypeOnTargetDaily: 1000,
    anyTypeHourly: 1000,
  },
}

/** The same account of thresholds with nothing but velocity to judge by. */
export const velocityOutOfReach: Policy = {
  ...presets.seed,
  name: 'bench-velocity-out-of-reach',
  velocity: outOfReach.velocity,
}

/**
 * The velocity rules as they are, watched but not enforced, for one account that takes all the load: nothing else
 * keeps it from being locked out, and every decision records what enforcing would have done.
 */
export const watched: Policy = { ...presets.seed, name: 'bench-watched', mode: 'shadow' }

/** The same with every rule of the standard: each decision also records which limits and patterns it would break. */
export const standardWatched: Policy = { ...presets.standard, name: 'bench-standard-watched', mode: 'shadow' }
