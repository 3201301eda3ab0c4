import { minuteMs } from '../policy/needed-count.ts'
import type { RecoveryPolicy } from '../policy/policy.ts'
import type { MetricSample } from './metric-sample.ts'

/**
 * The samples with `now - window <= t <= now`, oldest first (domain.md, section 7, step 2). When the policy
 * minds regressed counters it minds repeated times too: of several samples with one time the last received
 * counts. Under preset `seed` repeats stay, in the order received.
 */
export function sampleWindow(
  samples: readonly MetricSample[],
  nowMs: number,
  policy: RecoveryPolicy,
): readonly MetricSample[] {
  const fromMs = nowMs - policy.windowMinutes * minuteMs
  const inside = samples.filter(({ capturedAtMs }) => capturedAtMs >= fromMs && capturedAtMs <= nowMs)
  const ordered = inside.toSorted((a, b) => a.capturedAtMs - b.capturedAtMs)
  if (!policy.refuseRegressedCounters) return ordered
  return ordered.filter((sample, index) => sample.capturedAtMs !== ordered[index + 1]?.capturedAtMs)
}

/**
 * When the last fall of a counter between neighbouring samples will have left the window, in ms; null when
 * neither counter falls. `ordered` is oldest first.
 */
export function regressionEndsAtMs(ordered: readonly MetricSample[], policy: RecoveryPolicy): number | null {
  for (let index = ordered.length - 1; index > 0; index -= 1) {
    const earlier = ordered[index - 1]
    const later = ordered[index]
    if (!earlier || !later) continue
    if (later.impressions < earlier.impressions || later.engagements < earlier.engagements) {
      // The window's start is inclusive: the earlier sample is outside one millisecond after it is a window old.
      return earlier.capturedAtMs + policy.windowMinutes * minuteMs + 1
    }
  }
  return null
}
