import type { RecoveryPolicy } from '../policy/policy.ts'
import { isHealthy } from './intensity.ts'
import type { MetricSample } from './metric-sample.ts'
import type { RecoveryBlock, RecoveryReason } from './post-evaluation.ts'
import { regressionEndsAtMs } from './sample-window.ts'
import type { Stagnation } from './stagnation.ts'

/** Steps 2, 3, 4 and 6: whether the measurement bears a decision. The first that fails ends the evaluation. */
export function measureBlocks(
  ordered: readonly MetricSample[],
  stagnation: Stagnation | null,
  policy: RecoveryPolicy,
): RecoveryBlock[] {
  if (!stagnation || ordered.length < policy.minSamples) return [byNewSamples('insufficient_samples')]
  const regressedUntilMs = policy.refuseRegressedCounters ? regressionEndsAtMs(ordered, policy) : null
  if (regressedUntilMs !== null) return [{ reason: 'metrics_regressed', untilMs: regressedUntilMs }]
  if (stagnation.newImpressions < policy.minImpressions) return [byNewSamples('insufficient_exposure')]
  if (isHealthy(stagnation, policy)) return [byNewSamples('healthy')]
  return []
}

/** A rule that no passing of time lifts, only new measurements. */
function byNewSamples(reason: RecoveryReason): RecoveryBlock {
  return { reason, untilMs: null }
}
