import type { StepPoint } from '#lib/contracts/views/account-row.ts'

/** A minute's counted attempts, and the highest windowed count of one tier that a decision in it saw. */
export interface CountedMinute {
  readonly startMs: number
  readonly counted: number
  readonly peak: number
}

const minuteMs = 60_000

/**
 * The highest windowed count of each minute of [fromMs, toMs) as a step line, from roll-ups alone.
 * A count peaks when an action arrives, or at the minute's start with what the window still holds. What it still holds
 * is summed from whole minutes and forgets everything up to the minute of a reset.
 * `minutes` are ascending, may have gaps, and reach back a whole window before `fromMs`.
 */
export function minutePeaks(
  minutes: readonly CountedMinute[],
  windowMinutes: number,
  resetsMs: readonly number[],
  fromMs: number,
  toMs: number,
): StepPoint[] {
  const firstMs = fromMs - (fromMs % minuteMs)
  const byStart = new Map(minutes.map((minute) => [minute.startMs, minute]))
  const resetMinutes = resetsMs.map((resetMs) => resetMs - (resetMs % minuteMs))
  const countedAt = (startMs: number, seenFromMs: number): number => {
    const isForgotten = resetMinutes.some((resetMs) => startMs <= resetMs && resetMs < seenFromMs)
    return isForgotten ? 0 : (byStart.get(startMs)?.counted ?? 0)
  }
  const points: StepPoint[] = []
  let carried = 0
  for (let back = 1; back <= windowMinutes; back += 1) {
    carried += countedAt(firstMs - back * minuteMs, firstMs)
  }
  for (let startMs = firstMs; startMs < toMs; startMs += minuteMs) {
    const peak = Math.max(carried, byStart.get(startMs)?.peak ?? 0)
    if (points.at(-1)?.[1] !== peak) points.push([Math.max(startMs, fromMs), peak])
    if (resetMinutes.includes(startMs)) carried = 0
    else {
      carried += byStart.get(startMs)?.counted ?? 0
      const leavingMs = startMs - windowMinutes * minuteMs
      carried -= countedAt(leavingMs, startMs)
    }
  }
  return points
}
