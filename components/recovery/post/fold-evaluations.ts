import type { EvaluationRow } from '#lib/contracts/views/recovery-post-view.ts'

/** Evaluations with equal results in a row, newest first; one that stands alone is a fold of one. */
export interface EvaluationFold {
  readonly rows: readonly [EvaluationRow, ...EvaluationRow[]]
}

/** Folds neighbours that came to the same; what planned an action or ended an episode stands alone. */
export function foldEvaluations(rows: readonly EvaluationRow[]): readonly EvaluationFold[] {
  const folds: { rows: [EvaluationRow, ...EvaluationRow[]] }[] = []
  for (const row of rows) {
    const last = folds.at(-1)
    if (last && resultKey(last.rows[0]) === resultKey(row)) last.rows.push(row)
    else folds.push({ rows: [row] })
  }
  return folds
}

/** Equal for evaluations that came to the same. */
function resultKey(row: EvaluationRow): string {
  const standsAlone = row.planned || row.endsEpisode !== null ? row.evaluationNo : null
  const blocks = row.blocks.map(({ reason }) => reason)
  return JSON.stringify([standsAlone, row.reason, row.heldOut, row.actionType, blocks])
}
