import type { EvaluationRow } from '#lib/contracts/views/recovery-post-view.ts'

/** "133 to 1 042", or one figure when all are the same; a dash when none is known. */
export function spread(
  rows: readonly EvaluationRow[],
  figureOf: (row: EvaluationRow) => number | null,
  write: (figure: number) => string,
): string {
  const figures = rows.flatMap((row) => figureOf(row) ?? [])
  if (figures.length === 0) return '–'
  const [low, high] = [write(Math.min(...figures)), write(Math.max(...figures))]
  return low === high ? low : `${low} to ${high}`
}

/** The rates in per cent; "unknown" where the rules would not judge them. */
export function rateCell(rows: readonly EvaluationRow[]): string {
  if (rows.some(isUnjudged)) return 'unknown'
  const text = spread(
    rows,
    ({ rate }) => rate,
    (rate) => (rate * 100).toFixed(1),
  )
  return text === '–' ? 'unknown' : `${text}\u00a0%`
}

/** The scores, 0 (engaging) to 1 (stagnant); a dash where the rates were not judged. */
export function scoreCell(rows: readonly EvaluationRow[]): string {
  return rows.some(isUnjudged)
    ? '–'
    : spread(
        rows,
        ({ score }) => score,
        (score) => score.toFixed(2),
      )
}

/** Whether the rules stopped before the rate was judged. */
export function isUnjudged({ reason }: EvaluationRow): boolean {
  return (
    reason === 'insufficient_samples' || reason === 'metrics_regressed' || reason === 'insufficient_exposure'
  )
}
