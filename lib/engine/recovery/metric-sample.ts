/** One reading of a post's cumulative counters. */
export interface MetricSample {
  readonly capturedAtMs: number
  /** How often the post was shown since it was published: a whole number, never negative. */
  readonly impressions: number
  /** Reactions of every kind since it was published: a whole number, never negative. */
  readonly engagements: number
}
