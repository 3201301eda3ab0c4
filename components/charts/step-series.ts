/** A point of a step line: [atMs, count], the count from that moment on. Ascending. */
export type Step = readonly [number, number]
export interface Interval {
  readonly fromMs: number
  readonly toMs: number
}

/** One row of a lane: `on` where it counts, `off` where it does not, `all` for the fill. */
export interface LaneRow {
  readonly atMs: number
  readonly all: number
  readonly on: number | null
  readonly off: number | null
}

/** Rows of a step line clipped to a range and split where it was not counting, with a row at each border. */
export function laneRows(
  steps: readonly Step[],
  notCounting: readonly Interval[],
  range: Interval,
): LaneRow[] {
  const borders = notCounting.flatMap((each) => [each.fromMs, each.toMs])
  const inside = (atMs: number): boolean => atMs >= range.fromMs && atMs <= range.toMs
  const times = [range.fromMs, ...steps.map(([atMs]) => atMs), ...borders, range.toMs].filter(inside)
  const rows: LaneRow[] = []
  for (const atMs of [...new Set(times)].sort((a, b) => a - b)) {
    const all = countAt(steps, atMs)
    const off = notCounting.some((each) => atMs >= each.fromMs && atMs < each.toMs)
    const begins = notCounting.some((each) => atMs === each.fromMs)
    const ends = notCounting.some((each) => atMs === each.toMs)
    // At a border both lines have the point, so that each is drawn right up to it.
    rows.push({ atMs, all, on: !off || begins ? all : null, off: off || ends ? all : null })
  }
  return rows
}

/** The count in force at a moment; 0 before the first step. */
export function countAt(steps: readonly Step[], atMs: number): number {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    const step = steps[middle]
    if (step !== undefined && step[0] <= atMs) low = middle + 1
    else high = middle
  }
  return steps[low - 1]?.[1] ?? 0
}

/** The highest count of a range and when it was first reached; null when nothing happened in it. */
export function peakOf(steps: readonly Step[], range: Interval): { atMs: number; count: number } | null {
  let peak: { atMs: number; count: number } | null = null
  const start = countAt(steps, range.fromMs)
  if (start > 0) peak = { atMs: range.fromMs, count: start }
  for (const [atMs, count] of steps) {
    if (atMs >= range.fromMs && atMs < range.toMs && count > (peak?.count ?? 0)) peak = { atMs, count }
  }
  return peak
}
