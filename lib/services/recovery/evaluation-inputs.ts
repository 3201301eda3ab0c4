import type { PostEvaluation } from '../../engine/recovery/post-evaluation.ts'
import type { PostFacts } from './evaluate-claimed.ts'

/** What an evaluation looked at, as JSON: enough to check it by hand, or to do it again. */
export function evaluationInputs(
  { samples, actions, accountDispatchesAtMs, stopOrders }: PostFacts,
  evaluation: PostEvaluation,
  policyVersion: string | null,
): string {
  const { stagnation, sampleCount } = evaluation
  return JSON.stringify({
    policyVersion,
    sampleCount,
    stagnation,
    // Each as [time, impressions, engagements]: most of what is stored is this.
    samples: samples.map(({ capturedAtMs, impressions, engagements }) => [
      capturedAtMs,
      impressions,
      engagements,
    ]),
    actions: actions.map(({ actionType, idempotencyKey, episode, life }) => ({
      actionType,
      idempotencyKey,
      episode,
      status: life.status,
      firstAttemptAtMs: life.firstAttemptAtMs,
    })),
    accountDispatchesAtMs,
    stopOrders: stopOrders.map(({ stopOrderId }) => stopOrderId),
    blocks: evaluation.eligible ? [] : evaluation.blocks,
  })
}
