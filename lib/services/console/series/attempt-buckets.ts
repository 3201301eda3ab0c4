import type { AttemptOutcome } from '#lib/contracts/views/decision-row.ts'
import type { AttemptBucket } from '#lib/contracts/views/velocity-view.ts'

/** Some attempts of one moment or minute with one outcome. */
export interface OutcomeCount {
  readonly atMs: number
  readonly outcome: AttemptOutcome
  readonly count: number
}

/** Attempts by outcome in each bucket of [fromMs, toMs); buckets without any are left out. */
export function attemptBuckets(
  counts: Iterable<OutcomeCount>,
  fromMs: number,
  toMs: number,
  bucketMs: number,
): AttemptBucket[] {
  const buckets = new Map<number, AttemptBucket>()
  for (const { atMs, outcome, count } of counts) {
    if (atMs < fromMs || atMs >= toMs || count === 0) continue
    const startMs = fromMs + Math.floor((atMs - fromMs) / bucketMs) * bucketMs
    let bucket = buckets.get(startMs)
    if (!bucket) {
      bucket = { fromMs: startMs, admitted: 0, held: 0, paced: 0, blocked: 0, refusedByLockout: 0 }
      buckets.set(startMs, bucket)
    }
    bucket[outcome === 'refused_by_lockout' ? 'refusedByLockout' : outcome] += count
  }
  return [...buckets.values()].sort((left, right) => left.fromMs - right.fromMs)
}
