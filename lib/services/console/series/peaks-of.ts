import type { StepPoint } from '#lib/contracts/views/account-row.ts'

/** The highest value of a step line in each bucket of [fromMs, toMs); equal neighbours are one point. */
export function peaksOf(
  points: readonly StepPoint[],
  fromMs: number,
  toMs: number,
  bucketMs: number,
): StepPoint[] {
  const peaks: StepPoint[] = []
  let next = 0
  let current = 0
  for (let startMs = fromMs; startMs < toMs; startMs += bucketMs) {
    // A change at the very start replaces the value carried in: it never held inside this bucket.
    for (let point = points[next]; point && point[0] <= startMs; point = points[next]) {
      current = point[1]
      next += 1
    }
    let peak = current
    for (let point = points[next]; point && point[0] < startMs + bucketMs; point = points[next]) {
      current = point[1]
      peak = Math.max(peak, current)
      next += 1
    }
    if (peaks.at(-1)?.[1] !== peak) peaks.push([startMs, peak])
  }
  return peaks
}
