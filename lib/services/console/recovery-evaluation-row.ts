import { type EvaluationRow, evaluationRowSchema } from '../../contracts/views/recovery-post-view.ts'
import type { EvaluationRecord } from '../../store/queries/read-post-evaluations.ts'

/** A stored evaluation as the page of its post lists it. `isHeldOut` is the post's, under the policy in force. */
export function recoveryEvaluationRow(
  record: EvaluationRecord,
  isHeldOut: boolean,
  endsEpisode: number | null,
): EvaluationRow {
  const { stagnation } = record
  return evaluationRowSchema.parse({
    evaluationNo: record.no,
    atMs: record.evaluated_at.getTime(),
    reason: record.reason,
    blocks: record.blocks,
    sampleCount: record.sample_count,
    newImpressions: stagnation?.newImpressions ?? null,
    rate: stagnation?.engagementRate ?? null,
    score: record.score,
    actionType: record.action_type,
    intensity: record.intensity,
    planned: record.planned,
    heldOut: record.eligible && !record.planned && isHeldOut,
    endsEpisode,
    nextEligibleAtMs: record.next_eligible_at?.getTime() ?? null,
  })
}
