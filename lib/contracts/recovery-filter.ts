import { z } from 'zod'

/**
 * Where a post stands on screen: a person's pause and the holdout come before its evaluation's reason. `exhausted` has
 * spent its remedies and waits for a person to look at it.
 */
export const postStandings = [
  'eligible',
  'held_out',
  'paused',
  'exhausted',
  'waiting',
  'healthy',
  'insufficient_samples',
  'insufficient_exposure',
  'metrics_regressed',
  'duplicate_action',
  'window_frequency_exceeded',
  'action_cooldown_active',
  'account_budget_exceeded',
  'capability_unsupported',
  'account_locked_out',
  'stop_order',
] as const
export type PostStanding = (typeof postStandings)[number]

/** Bands of the score, 0 (engaging) to 1 (stagnant), at the thresholds of the preset `standard`. */
export const scoreBands = ['from_0.8', '0.55_to_0.8', '0.2_to_0.55', 'below_0.2', 'unknown'] as const
export type ScoreBand = (typeof scoreBands)[number]

/** When a post may next be helped. */
export const nextTimes = ['now', 'within_hour', 'within_day', 'not_by_time'] as const

export const intensities = ['tier_1', 'tier_2', 'tier_3'] as const

/** By what posts are ordered; `score` is the most stagnant first. */
export const postSorts = ['score', 'next', 'evaluated'] as const
export const sortOrders = ['down', 'up'] as const

/** Which posts are listed, in which order, and which page of them: what the URL of /recovery says. */
export const recoveryFilterSchema = z.object({
  /** Part of a title, a post's id or a handle. */
  q: z.string().trim().max(200, 'Search for at most 200 characters').default(''),
  state: z.enum(postStandings).nullable().default(null),
  score: z.enum(scoreBands).nullable().default(null),
  intensity: z.enum(intensities).nullable().default(null),
  next: z.enum(nextTimes).nullable().default(null),
  sort: z.enum(postSorts).default('score'),
  order: z.enum(sortOrders).default('down'),
  /** Counts from 1. */
  page: z.coerce.number().int().min(1, 'Pages count from 1').max(1_000_000).default(1),
})
export type RecoveryFilter = z.output<typeof recoveryFilterSchema>

/** Posts of one page of the list. */
export const postsPerPage = 50

/** The query of a filter without what is the default anyway. */
export function recoveryQuery(filter: RecoveryFilter): string {
  const plain = recoveryFilterSchema.parse({})
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filter)) {
    if (value !== null && value !== plain[name as keyof RecoveryFilter]) query.set(name, String(value))
  }
  return query.toString()
}
