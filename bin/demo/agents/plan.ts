const secondMs = 1000
const minuteMs = 60 * secondMs

/** The times of the demo, in ms; `--speed` divides those of the runaway. */
export const plan = {
  /** One edit in this time stays below every tier. */
  steadyMs: 100 * secondMs,
  /** What the agent that heeds would like, when nobody paces it. */
  eagerMs: 45 * secondMs,
  /** Added to a pace that was told, so that the account gets below tier 1 again. */
  paceMargin: 1.1,
  /** Reads are not counted; agents look far more often than they act. */
  readMs: 15 * secondMs,
  /** Time to sign in and open the account's page before it starts. */
  runawayStartsMs: 40 * secondMs,
  runawayMs: 5 * secondMs,
  /** How many times the runaway goes on asking after its lockout before it slows down. */
  attemptsWhileLocked: 15,
  /** Slow enough that the agents count as quiet. */
  slowedMs: 4 * minuteMs,
  /** After a reset: four edits in the ten minutes of probation, which admits five. */
  mendedMs: 150 * secondMs,
} as const

/** From the runaway's start to its lockout: five edits in the last ten minutes, then tier 3's fifteen. */
export const runawayLocksAfterMs = plan.runawayStartsMs + 14 * plan.runawayMs
/** From its lockout until the agents count as quiet: the last of too many attempts leaves tier 1's window. */
export const quietAfterMs = 15 * minuteMs + 5 * plan.runawayMs
