import type { TimelineRow } from '#lib/contracts/views/lockout-view.ts'

/** A line of the timeline, or refused attempts in a row, newest first. */
export type TimelineFold = readonly [TimelineRow, ...TimelineRow[]]

/** Fewer refusals in a row are read as quickly one by one. */
const leastFolded = 4

/** Folds refused attempts that follow each other, so that what people did is not lost among them. */
export function foldTimeline(rows: readonly TimelineRow[]): readonly TimelineFold[] {
  const folds: [TimelineRow, ...TimelineRow[]][] = []
  for (const row of rows) {
    const last = folds.at(-1)
    if (last?.[0].kind === 'attempt_refused' && row.kind === 'attempt_refused') last.push(row)
    else folds.push([row])
  }
  return folds.flatMap((fold): TimelineFold[] =>
    fold.length < leastFolded ? fold.map((row) => [row]) : [fold],
  )
}
