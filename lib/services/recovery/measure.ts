import { minuteMs } from '../../engine/policy/needed-count.ts'
import type { RecoveryPolicy } from '../../engine/policy/policy.ts'
import type { MetricSample } from '../../engine/recovery/metric-sample.ts'
import { followUpEndsAtMs, outcomeOf, type RecoveryOutcome } from '../../engine/recovery/outcome.ts'
import type { StoredMeasurement } from '../../store/recovery/measurements.ts'

/** An outcome at a time, and whether anything but a late sample could still change it. */
interface Measured {
  readonly outcome: RecoveryOutcome
  readonly endsAtMs: number
  readonly isFinal: boolean
}

/** Measures one action, or one post that was held out, at `nowMs`; `samples` as `samplesNeeded` asks for them. */
export function measure(
  measurement: StoredMeasurement,
  samples: readonly MetricSample[],
  policy: RecoveryPolicy['outcome'],
  nowMs: number,
): Measured {
  const { baseline, actedAtMs, next } = measurement
  const input = { baseline, actedAtMs, nextActionAtMs: next?.atMs ?? null, samples, nowMs }
  const outcome = outcomeOf(input, policy)
  // The next action may turn out not to have happened, and then this follow-up goes on.
  const mayGoOn =
    next?.isInFlight === true &&
    outcome.followUp.of < baseline.of &&
    nowMs < followUpEndsAtMs({ actedAtMs, nextActionAtMs: null }, policy)
  return {
    outcome,
    endsAtMs: followUpEndsAtMs(input, policy),
    isFinal: outcome.verdict !== 'measuring' && !mayGoOn,
  }
}

/** Which samples a measurement looks at: from the window of its evaluation on, where the last before the action is. */
export function samplesNeeded(
  { postNo, evaluatedAtMs, actedAtMs }: StoredMeasurement,
  { windowMinutes, outcome }: RecoveryPolicy,
  nowMs: number,
): { readonly postNo: string; readonly fromMs: number; readonly toMs: number } {
  const horizonAtMs = followUpEndsAtMs({ actedAtMs, nextActionAtMs: null }, outcome)
  return { postNo, fromMs: evaluatedAtMs - windowMinutes * minuteMs, toMs: Math.min(nowMs, horizonAtMs) }
}
