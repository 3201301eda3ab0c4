import { minuteMs } from '../../engine/policy/needed-count.ts'
import { presets } from '../../engine/policy/presets.ts'
import { neededImpressions } from '../../engine/recovery/outcome.ts'
import { inTransaction, type StoreClient } from '../../store/recovery/in-transaction.ts'
import {
  claimMeasurements,
  lookAgain,
  type MeasurementKind,
  readSamplesBetween,
  type StoredMeasurement,
} from '../../store/recovery/measurements.ts'
import { saveOutcomes, type StoredOutcome } from '../../store/recovery/outcomes.ts'
import { measure, samplesNeeded } from './measure.ts'
import { recoveryPolicies, type RecoveryPolicies } from './recovery-policies.ts'
import type { RecoveryRuntime } from './recovery-runtime.ts'

/** Measurements of one batch: short enough that a stop need not wait. */
const batchSize = 500

/**
 * Measures what actions came to, and what became of posts that were held out, as far as it is known by now; answers
 * with how many outcomes became final. A batch is one transaction that any number of workers share: what a killed
 * worker had begun is looked at again, what it ended is final.
 */
export async function measureOutcomes(
  runtime: Pick<RecoveryRuntime, 'database' | 'accounts' | 'clock'>,
  shouldStop: () => boolean = () => false,
): Promise<number> {
  const policies = recoveryPolicies(runtime)
  let final = 0
  for (const kind of ['action', 'holdout'] as const) {
    while (!shouldStop()) {
      const batch = await measureBatch(runtime, kind, policies)
      final += batch.final
      if (batch.looked < batchSize) break
    }
  }
  return final
}

async function measureBatch(
  { database, clock }: Pick<RecoveryRuntime, 'database' | 'clock'>,
  kind: MeasurementKind,
  policies: RecoveryPolicies,
): Promise<{ looked: number; final: number }> {
  const nowMs = clock()
  return inTransaction(database, async (client) => {
    const claimed = await claimMeasurements(client, kind, nowMs, batchSize)
    if (claimed.length === 0) return { looked: 0, final: 0 }
    const final = await settle(client, kind, claimed, policies, nowMs)
    return { looked: claimed.length, final }
  })
}

async function settle(
  client: StoreClient,
  kind: MeasurementKind,
  claimed: readonly StoredMeasurement[],
  policies: RecoveryPolicies,
  nowMs: number,
): Promise<number> {
  const governed = await Promise.all(
    claimed.map(async (measurement) => {
      const { accountId, policyVersion } = measurement
      const policy = policyVersion === null ? null : await policies(accountId, policyVersion)
      return { measurement, policy: (policy ?? presets.standard).recovery }
    }),
  )
  const samples = await readSamplesBetween(
    client,
    governed.map(({ measurement, policy }) => samplesNeeded(measurement, policy, nowMs)),
  )
  const final: StoredOutcome[] = []
  const later: { evaluationNo: string; atMs: number }[] = []
  for (const [index, { measurement, policy }] of governed.entries()) {
    const { outcome, endsAtMs, isFinal } = measure(measurement, samples[index] ?? [], policy.outcome, nowMs)
    const { evaluationNo, postNo, action, actedAtMs } = measurement
    if (!isFinal || outcome.verdict === 'measuring') {
      later.push({ evaluationNo, atMs: lookAgainAtMs(actedAtMs, endsAtMs, nowMs) })
      continue
    }
    final.push({
      ...{ evaluationNo, postNo, action, actedAtMs, endsAtMs, measuredAtMs: nowMs },
      verdict: outcome.verdict,
      baseline: outcome.baseline,
      followUp: outcome.followUp,
      lift: outcome.verdict === 'inconclusive' ? null : outcome.lift,
      neededImpressions: neededImpressions(policy.outcome),
    })
  }
  await saveOutcomes(client, kind, final)
  await lookAgain(client, kind, later)
  return final.length
}

/** Bounds of the pause between two looks at one measurement, in ms. */
const lookMs = { least: 2000, most: 10 * minuteMs }

/**
 * A look finds the same follow-up whenever it comes, so that the older a measurement, the longer it may wait: a tenth
 * of its age.
 */
function lookAgainAtMs(actedAtMs: number, endsAtMs: number, nowMs: number): number {
  const pauseMs = Math.min(lookMs.most, Math.max(lookMs.least, Math.ceil((nowMs - actedAtMs) / 10)))
  return endsAtMs > nowMs ? Math.min(endsAtMs, nowMs + pauseMs) : nowMs + pauseMs
}
