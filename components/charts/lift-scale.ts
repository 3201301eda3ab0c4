/** Where changes lie on the screen. */
export interface LiftScale {
  /** Pixel of a change, in fractions of 1. */
  readonly x: (change: number) => number
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
}

/** Distances between two ticks that read well, in percentage points. */
const stepsInPoints = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]
/** Pixels that a tick's label needs. */
const tickGap = 46

/** A scale of percentage points that holds 0 and all of these changes, ending at ticks. */
export function liftScale(changes: readonly number[], plotLeft: number, plotRight: number): LiftScale {
  const least = Math.min(0, ...changes) * 100
  const most = Math.max(0, ...changes) * 100
  const room = Math.max(2, Math.floor((plotRight - plotLeft) / tickGap))
  const fits = (step: number) => Math.ceil(most / step) - Math.floor(least / step) <= room
  const step = stepsInPoints.find(fits) ?? 100
  const from = Math.floor(least / step)
  const to = Math.max(from + 1, Math.ceil(most / step))
  const x = (change: number) =>
    plotLeft + (((change * 100) / step - from) / (to - from)) * (plotRight - plotLeft)
  const decimals = step < 0.1 ? 2 : step < 1 ? 1 : 0
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => {
    const points = (from + index) * step
    return { at: points / 100, label: signed(points, decimals) }
  })
  return { x, ticks }
}

function signed(points: number, decimals: number): string {
  if (points === 0) return '0'
  return `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(decimals)}`
}
