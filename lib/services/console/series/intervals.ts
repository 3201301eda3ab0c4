import type { IntervalView, StepPoint } from '#lib/contracts/views/account-row.ts'

/** Where a step line is at or over `threshold`, up to `toMs`. */
export function intervalsAtOrOver(
  points: readonly StepPoint[],
  threshold: number,
  toMs: number,
): IntervalView[] {
  const intervals: IntervalView[] = []
  let openMs: number | null = null
  for (const [atMs, count] of points) {
    if (count >= threshold) openMs ??= atMs
    else if (openMs !== null) {
      intervals.push({ fromMs: openMs, toMs: atMs })
      openMs = null
    }
  }
  if (openMs !== null && openMs < toMs) intervals.push({ fromMs: openMs, toMs })
  return intervals
}

/** `intervals` without what `holes` cover; both ascending and without overlaps of their own. */
export function withoutIntervals(
  intervals: readonly IntervalView[],
  holes: readonly IntervalView[],
): IntervalView[] {
  return intervals.flatMap((interval) => {
    const rest: IntervalView[] = []
    let startMs = interval.fromMs
    for (const hole of holes) {
      if (hole.toMs <= startMs || hole.fromMs >= interval.toMs) continue
      if (hole.fromMs > startMs) rest.push({ fromMs: startMs, toMs: hole.fromMs })
      startMs = Math.max(startMs, hole.toMs)
    }
    if (startMs < interval.toMs) rest.push({ fromMs: startMs, toMs: interval.toMs })
    return rest
  })
}

/** The part of each interval inside [fromMs, toMs]; what lies outside is dropped. */
export function clipIntervals(
  intervals: readonly IntervalView[],
  fromMs: number,
  toMs: number,
): IntervalView[] {
  return intervals
    .map((interval) => ({ fromMs: Math.max(interval.fromMs, fromMs), toMs: Math.min(interval.toMs, toMs) }))
    .filter((interval) => interval.fromMs < interval.toMs)
}
