import { type RecoveryRange, type RecoverySeries } from '../../contracts/views/recovery-series-view.ts'
import { dayMs, hourMs, minuteMs } from '../../engine/policy/needed-count.ts'
import type { RecoveryPolicy } from '../../engine/policy/policy.ts'
import { presets } from '../../engine/policy/presets.ts'
import type { MetricSample } from '../../engine/recovery/metric-sample.ts'
import { type PostActionRecord, readPostActions } from '../../store/queries/read-post-actions.ts'
import { type EvaluationRecord, readPostEvaluations } from '../../store/queries/read-post-evaluations.ts'
import { readSampleHistory } from '../../store/queries/read-sample-history.ts'
import type { ConsoleContext } from './console-context.ts'
import { scoreOf } from './if-it-stagnates.ts'
import { episodeAction, findPost } from './read-recovery-post.ts'
import { dispatchedAtMs, endedEpisodes } from './recovery-episode.ts'
import { engagementSeries, thinned } from './series/engagement-series.ts'
import { exposureBuckets } from './series/exposure-buckets.ts'

const spansMs: Readonly<Record<Exclude<RecoveryRange, 'all'>, number>> = {
  '1h': hourMs,
  '6h': 6 * hourMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
}
/** A sample a minute for two weeks; an older one would be no pixel of its own. */
const readSamples = 20_000
const readEvaluations = 5000
const readActions = 200
/** Dots that planned nothing; more would hide the line. */
const mostDots = 120

/** The engagement of a post over a range that ends now, and what was done meanwhile. Throws `not_found`. */
export async function readRecoverySeries(
  context: ConsoleContext,
  postNo: string,
  range: RecoveryRange,
): Promise<RecoverySeries> {
  const toMs = context.now()
  const { reads } = context.database
  const post = await findPost(context, postNo)
  const state = (await context.states.read([post.account_id])).get(post.account_id)
  const policy = (state?.policy ?? presets.standard).recovery
  const sinceMs = range === 'all' ? 0 : toMs - spansMs[range]
  const [samples, evaluations, actions] = await Promise.all([
    readSampleHistory(reads, postNo, Math.max(0, sinceMs - policy.windowMinutes * minuteMs), readSamples),
    readPostEvaluations(reads, postNo, sinceMs, readEvaluations),
    readPostActions(reads, postNo, readActions),
  ])
  // Before the first sample there is nothing to show; an hour is the least that reads well.
  const firstMs = Math.min(samples[0]?.capturedAtMs ?? sinceMs, toMs - hourMs)
  const fromMs = Math.max(sinceMs, firstMs)
  return {
    asOfMs: toMs,
    fromMs,
    toMs,
    ...seriesOf(samples, policy, fromMs, toMs),
    ...markersOf(evaluations, actions, policy, { fromMs, nowMs: toMs }),
  }
}

function seriesOf(samples: readonly MetricSample[], policy: RecoveryPolicy, fromMs: number, toMs: number) {
  const { points, gaps } = engagementSeries(samples, policy, { fromMs, toMs })
  const { windowMinutes, minImpressions, minSamples } = policy
  return {
    windowMinutes,
    minImpressions,
    minSamples,
    points: [...points],
    gaps: [...gaps],
    zones: zonesOf(policy),
    exposure: exposureBuckets(samples, fromMs, toMs),
  }
}

/** The rate at which each score is reached: `score = 1 - 20 × rate`. */
function zonesOf(policy: RecoveryPolicy): RecoverySeries['zones'] {
  const from = scoreOf(policy)
  const rate = (score: number) => Math.max(0, Math.round((1 - score) * 1e9) / 20e9)
  const steps = [
    { intensity: null, fromRate: rate(from.tier_1) },
    { intensity: 'tier_1', fromRate: rate(from.tier_2) },
    { intensity: 'tier_2', fromRate: rate(from.tier_3) },
    { intensity: 'tier_3', fromRate: 0 },
  ] as const
  const zones = steps.map((step, index) => ({ ...step, toRate: steps[index - 1]?.fromRate ?? null }))
  // With `healthyBelow` 0 no post is ever healthy, and the nudge has no upper end.
  return policy.healthyBelow > 0
    ? zones
    : zones.slice(1).map((zone, index) => (index === 0 ? { ...zone, toRate: null } : zone))
}

/** What was evaluated and done, as marks over the line. */
function markersOf(
  evaluations: readonly EvaluationRecord[],
  actions: readonly PostActionRecord[],
  policy: RecoveryPolicy,
  { fromMs, nowMs }: { fromMs: number; nowMs: number },
): Pick<RecoverySeries, 'evaluations' | 'evaluationsThinned' | 'actions' | 'recoveries'> {
  const plannedBy = new Map(actions.map((action) => [action.evaluation_no, action.intensity]))
  const dots = evaluations.toReversed().map((record) => ({
    atMs: record.evaluated_at.getTime(),
    rate: judgedRate(record, policy),
    planned: plannedBy.get(record.no) ?? null,
  }))
  const quiet = dots.filter(({ planned }) => planned === null)
  const kept = new Set(thinned(quiet, mostDots))
  const healthyAtMs = evaluations.flatMap(({ reason, evaluated_at }) =>
    reason === 'healthy' ? [evaluated_at.getTime()] : [],
  )
  return {
    evaluations: dots.filter((dot) => dot.planned !== null || kept.has(dot)),
    evaluationsThinned: kept.size < quiet.length,
    actions: actions
      .filter(({ status }) => status !== 'cancelled')
      .map((action) => ({
        actionId: action.id,
        atMs: dispatchedAtMs(episodeAction(action), action.reserved_at.getTime()),
        actionType: action.action_type,
        intensity: action.intensity,
        status: action.status,
      }))
      .filter(({ atMs }) => atMs >= fromMs)
      .reverse(),
    recoveries: endedEpisodes(actions.map(episodeAction), healthyAtMs, nowMs).filter(
      ({ atMs }) => atMs >= fromMs,
    ),
  }
}

/** The rate of an evaluation that judged it; null where the rules stopped before. */
function judgedRate({ reason, stagnation }: EvaluationRecord, policy: RecoveryPolicy): number | null {
  if (!stagnation) return null
  const isUnjudged =
    reason === 'insufficient_samples' || reason === 'metrics_regressed' || reason === 'insufficient_exposure'
  // Under a lockout or a stop order the measurement is not part of the reason.
  return isUnjudged || stagnation.newImpressions < policy.minImpressions ? null : stagnation.engagementRate
}
