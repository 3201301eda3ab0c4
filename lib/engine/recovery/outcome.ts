import { minuteMs } from '../policy/needed-count.ts'
import type { RecoveryPolicy } from '../policy/policy.ts'
import { type Difference, differenceInterval, type Proportion } from './difference-interval.ts'
import type { MetricSample } from './metric-sample.ts'

/** What became of a post after a recovery action. A figure never stands without its interval. */
export type RecoveryOutcome =
  /** The follow-up is still short and its time not over. */
  | { readonly verdict: 'measuring'; readonly baseline: Proportion; readonly followUp: Proportion }
  /** Its time is over with too little exposure on either side: no figure at all. */
  | { readonly verdict: 'inconclusive'; readonly baseline: Proportion; readonly followUp: Proportion }
  | {
      readonly verdict: 'improved' | 'worse' | 'no_clear_change'
      readonly baseline: Proportion
      readonly followUp: Proportion
      readonly lift: Difference
    }

/** What an outcome is measured from. */
export interface OutcomeInput {
  /** New engagements of new impressions in the window of the evaluation that planned the action. */
  readonly baseline: Proportion
  readonly actedAtMs: number
  /** The post's next action; null when there is none. */
  readonly nextActionAtMs: number | null
  /** Of the post, in the order received; those before the action but one are ignored. */
  readonly samples: readonly MetricSample[]
  readonly nowMs: number
}

/**
 * The outcome of a recovery action: its follow-up is counted over as much exposure as the baseline had, within
 * the horizon and before the next action (domain.md, section 7, Outcome).
 */
export function outcomeOf(input: OutcomeInput, policy: RecoveryPolicy['outcome']): RecoveryOutcome {
  const { baseline, nowMs } = input
  const endsAtMs = followUpEndsAtMs(input, policy)
  const followUp = followUpOf(input, Math.min(endsAtMs, nowMs))
  if (followUp.of < baseline.of && nowMs < endsAtMs) return { verdict: 'measuring', baseline, followUp }
  if (Math.min(baseline.of, followUp.of) < neededImpressions(policy)) {
    return { verdict: 'inconclusive', baseline, followUp }
  }
  const lift = differenceInterval(baseline, followUp)
  return { verdict: verdictOf(lift), baseline, followUp, lift }
}

/** When the follow-up ends, whatever exposure it has by then. */
export function followUpEndsAtMs(
  { actedAtMs, nextActionAtMs }: Pick<OutcomeInput, 'actedAtMs' | 'nextActionAtMs'>,
  policy: RecoveryPolicy['outcome'],
): number {
  const horizonAtMs = actedAtMs + policy.horizonMinutes * minuteMs
  return Math.min(horizonAtMs, nextActionAtMs ?? horizonAtMs)
}

/** Impressions that each side needs for a figure. */
export function neededImpressions(policy: RecoveryPolicy['outcome']): number {
  return Math.max(1, policy.minImpressions)
}

function verdictOf({ low, high }: Difference): 'improved' | 'worse' | 'no_clear_change' {
  if (low > 0) return 'improved'
  return high < 0 ? 'worse' : 'no_clear_change'
}

/** From the last sample before the action to the first that reaches the baseline's exposure, or to the end. */
function followUpOf({ samples, actedAtMs, baseline }: OutcomeInput, untilMs: number): Proportion {
  const ordered = samples
    .filter(({ capturedAtMs }) => capturedAtMs <= untilMs)
    .toSorted((a, b) => a.capturedAtMs - b.capturedAtMs)
    // Of several samples with one time the last received counts.
    .filter((sample, index, all) => sample.capturedAtMs !== all[index + 1]?.capturedAtMs)
  const first = ordered.findLast(({ capturedAtMs }) => capturedAtMs <= actedAtMs) ?? ordered[0]
  if (!first) return { count: 0, of: 0 }
  const after = ordered.filter(({ capturedAtMs }) => capturedAtMs > Math.max(actedAtMs, first.capturedAtMs))
  const last = after.find(({ impressions }) => impressions - first.impressions >= baseline.of) ?? after.at(-1)
  if (!last) return { count: 0, of: 0 }
  return {
    count: Math.max(0, last.engagements - first.engagements),
    of: Math.max(0, last.impressions - first.impressions),
  }
}
