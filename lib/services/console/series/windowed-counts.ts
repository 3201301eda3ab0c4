import type { StepPoint } from '#lib/contracts/views/account-row.ts'

/** What moves a windowed count: a counted action, or a reset, which starts the count afresh. */
export interface CountMark {
  readonly atMs: number
  readonly kind: 'counted' | 'reset'
}

/**
 * The count inside a sliding window as a step line over [fromMs, toMs]: every change of it, the first point at `fromMs`.
 * An action counts at `t` while `t - windowMs <= atMs <= t` and no reset lies between.
 * `marks` are in the stream's order and reach back at least `windowMs` before `fromMs`.
 */
export function windowedCounts(
  marks: readonly CountMark[],
  windowMs: number,
  fromMs: number,
  toMs: number,
): StepPoint[] {
  const line = new StepLine(fromMs)
  const times: number[] = []
  let head = 0
  const leaveUntil = (limitMs: number): void => {
    for (let time = times[head]; time !== undefined && time + windowMs < limitMs; time = times[head]) {
      head += 1
      line.set(time + windowMs + 1, times.length - head)
    }
  }
  for (const mark of marks) {
    if (mark.atMs > toMs) break
    leaveUntil(mark.atMs)
    if (mark.kind === 'reset') head = times.length
    else times.push(mark.atMs)
    line.set(mark.atMs, times.length - head)
  }
  leaveUntil(toMs)
  return line.points
}

/** Collects changes in order of time; what happened before the start folds into its first point. */
class StepLine {
  readonly points: StepPoint[]
  readonly #fromMs: number

  constructor(fromMs: number) {
    this.#fromMs = fromMs
    this.points = [[fromMs, 0]]
  }

  set(atMs: number, count: number): void {
    const timeMs = Math.max(atMs, this.#fromMs)
    const last = this.points.at(-1)
    if (last?.[1] === count) return
    if (last?.[0] !== timeMs) {
      this.points.push([timeMs, count])
      return
    }
    this.points.pop()
    // Two changes of one moment may cancel out: then nothing changed.
    if (this.points.at(-1)?.[1] !== count || this.points.length === 0) this.points.push([timeMs, count])
  }
}
