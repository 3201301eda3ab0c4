import { formatClock, formatDay } from '#lib/shared/format-time.ts'
import type { Interval } from './step-series.ts'

/** Where time lies on the screen: `plotLeft` is `fromMs`, `plotRight` is `toMs`, in pixels of the canvas. */
export interface TimeScale extends Interval {
  readonly width: number
  readonly plotLeft: number
  readonly plotRight: number
  /** Narrow canvas: labels move into the plot, texts get short. */
  readonly compact: boolean
  readonly zone: string
  /** Pixel of a moment, clamped to the plot. */
  readonly x: (atMs: number) => number
}

export function timeScale(
  range: Interval,
  box: Pick<TimeScale, 'width' | 'plotLeft' | 'plotRight' | 'compact' | 'zone'>,
): TimeScale {
  const span = Math.max(1, range.toMs - range.fromMs)
  const x = (atMs: number): number => {
    const share = Math.min(1, Math.max(0, (atMs - range.fromMs) / span))
    return box.plotLeft + share * (box.plotRight - box.plotLeft)
  }
  const { width, plotLeft, plotRight, compact, zone } = box
  return { fromMs: range.fromMs, toMs: range.toMs, width, plotLeft, plotRight, compact, zone, x }
}

const minute = 60_000
const hour = 60 * minute
/** Distances between two marks that read well, shortest first. */
const stepsMs = [
  10_000,
  30_000,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  24 * hour,
  48 * hour,
  120 * hour,
  240 * hour,
]

export interface Tick {
  readonly atMs: number
  readonly label: string
}

/** Round moments of the zone's own clock inside the plot, at least `gap` pixels apart. */
export function timeTicks(scale: TimeScale, gap = 76): Tick[] {
  const span = scale.toMs - scale.fromMs
  const room = Math.max(1, Math.floor((scale.plotRight - scale.plotLeft) / gap))
  const stepMs = stepsMs.find((each) => span / each <= room) ?? 240 * hour
  const shiftMs = zoneOffsetMs(scale.fromMs, scale.zone)
  const ticks: Tick[] = []
  for (
    let at = Math.ceil((scale.fromMs + shiftMs) / stepMs) * stepMs - shiftMs;
    at <= scale.toMs;
    at += stepMs
  ) {
    ticks.push({ atMs: at, label: label(at, stepMs, scale.zone) })
  }
  return ticks
}

function label(atMs: number, stepMs: number, zone: string): string {
  if (stepMs >= 24 * hour) return formatDay(atMs, zone)
  const clock = formatClock(atMs, zone, stepMs < minute ? 'second' : 'minute')
  return clock === '00:00' ? formatDay(atMs, zone) : clock
}

/** How far the zone's clock is ahead of UTC at a moment. */
function zoneOffsetMs(atMs: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(atMs)
  const get = (type: string): number => Number(parts.find((each) => each.type === type)?.value)
  const local = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'))
  return local - Math.floor(atMs / 1000) * 1000
}
