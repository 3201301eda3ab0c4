/** What one contender did in one round. */
export interface Sample {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Collects latencies without allocating for each, and reads them out as a sample. */
export interface Recorder {
  readonly record: (latencyMs: number) => void
  readonly read: (elapsedMs: number) => Sample
}

/** Makes an empty recorder. */
export function createRecorder(): Recorder {
  let latencies = new Float64Array(65_536)
  let count = 0
  return {
    record: (latencyMs) => {
      if (count === latencies.length) {
        const larger = new Float64Array(count * 2)
        larger.set(latencies)
        latencies = larger
      }
      latencies[count] = latencyMs
      count += 1
    },
    read: (elapsedMs) => {
      const sorted = latencies.slice(0, count).sort()
      return {
        perSecond: (count / elapsedMs) * 1000,
        p50Ms: nearestRank(sorted, 0.5),
        p99Ms: nearestRank(sorted, 0.99),
      }
    },
  }
}

/** The smallest value that at least `share` of the sorted values do not exceed; 0 when there are none. */
function nearestRank(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}
