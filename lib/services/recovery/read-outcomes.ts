import type { RecoveryOutcomeView } from '../../contracts/views/recovery-outcome-view.ts'
import { presets } from '../../engine/policy/presets.ts'
import type { RecoveryPolicy } from '../../engine/policy/policy.ts'
import type { MetricSample } from '../../engine/recovery/metric-sample.ts'
import { neededImpressions } from '../../engine/recovery/outcome.ts'
import {
  readMeasurements,
  readSamplesBetween,
  type StoredMeasurement,
} from '../../store/recovery/measurements.ts'
import { readActionOutcomes, type StoredOutcome } from '../../store/recovery/outcomes.ts'
import type { ConsoleContext } from '../console/console-context.ts'
import { measure, samplesNeeded } from './measure.ts'

/**
 * What each action that happened on a post came to, newest first. An outcome is final once the worker has measured
 * it; until then it reads `measuring`, with the exposure so far. Nothing for a post that is not there.
 */
export async function readOutcomes(
  context: Pick<ConsoleContext, 'database' | 'states' | 'now'>,
  postNo: string,
): Promise<readonly RecoveryOutcomeView[]> {
  const { reads } = context.database
  const [measurements, final] = await Promise.all([
    readMeasurements(reads, postNo),
    readActionOutcomes(reads, postNo),
  ])
  const accountId = measurements[0]?.accountId
  if (accountId === undefined) return []
  const state = (await context.states.read([accountId])).get(accountId)
  const policy = (state?.policy ?? presets.standard).recovery
  const nowMs = context.now()
  const open = measurements.filter(({ action }) => action !== null && !final.has(action.id))
  const samples = await readSamplesBetween(
    reads,
    open.map((measurement) => samplesNeeded(measurement, policy, nowMs)),
  )
  return measurements.flatMap((measurement): RecoveryOutcomeView[] => {
    if (measurement.action === null) return []
    const { id: actionId, actionType, intensity } = measurement.action
    const action = { actionId, actionType, intensity, actedAtMs: measurement.actedAtMs }
    const stored = final.get(actionId)
    if (stored) return [{ ...action, ...finalPart(stored) }]
    return [{ ...action, ...openPart(measurement, samples[open.indexOf(measurement)] ?? [], policy, nowMs) }]
  })
}

type MeasuredPart = Omit<RecoveryOutcomeView, 'actionId' | 'actionType' | 'intensity' | 'actedAtMs'>

function openPart(
  measurement: StoredMeasurement,
  samples: readonly MetricSample[],
  policy: RecoveryPolicy,
  nowMs: number,
): MeasuredPart {
  const { outcome, endsAtMs } = measure(measurement, samples, policy.outcome, nowMs)
  return {
    verdict: 'measuring',
    baseline: outcome.baseline,
    followUp: outcome.followUp,
    lift: null,
    followUpEndsAtMs: endsAtMs,
    neededImpressions: neededImpressions(policy.outcome),
  }
}

function finalPart({
  verdict,
  baseline,
  followUp,
  lift,
  endsAtMs,
  neededImpressions: needed,
}: StoredOutcome): MeasuredPart {
  return {
    verdict,
    baseline,
    followUp,
    lift: lift && { estimate: lift.value, low: lift.low, high: lift.high },
    followUpEndsAtMs: endsAtMs,
    neededImpressions: needed,
  }
}
