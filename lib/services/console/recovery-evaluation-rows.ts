import type { EvaluationRow } from '../../contracts/views/recovery-post-view.ts'
import { type EvaluationRecord, findLastHealthy } from '../../store/queries/read-post-evaluations.ts'
import type { ConsoleContext } from './console-context.ts'
import { endedEpisodes, type EpisodeAction } from './recovery-episode.ts'
import { recoveryEvaluationRow } from './recovery-evaluation-row.ts'

/** How many evaluations a page of them has. */
export const evaluationsPerPage = 300
/** From how many of a post's latest actions the episodes are told that its older evaluations ended. */
export const episodeActions = 200

/** Successive evaluations of a post, newest first, as its page lists them, with the episodes that they ended. */
export async function recoveryEvaluationRows(
  { reads }: ConsoleContext['database'],
  postNo: string,
  records: readonly EvaluationRecord[],
  actions: readonly EpisodeAction[],
  { heldOut, nowMs }: { readonly heldOut: boolean; readonly nowMs: number },
): Promise<readonly EvaluationRow[]> {
  const oldest = records.at(-1)
  // What an earlier one has ended is not ended again by the first of these.
  const earlier = oldest ? await findLastHealthy(reads, postNo, oldest.evaluated_at) : null
  const healthyAtMs = records.flatMap(({ reason, evaluated_at }) =>
    reason === 'healthy' ? [evaluated_at.getTime()] : [],
  )
  const ended = endedEpisodes(actions, earlier === null ? healthyAtMs : [earlier, ...healthyAtMs], nowMs)
  const episodes = new Map(ended.map((each) => [each.atMs, each.episode]))
  return records.map((record) =>
    recoveryEvaluationRow(record, heldOut, episodes.get(record.evaluated_at.getTime()) ?? null),
  )
}
