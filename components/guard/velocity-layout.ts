/** Where each part of the velocity chart lies, in pixels from the top of its canvas. */
export interface VelocityLayout {
  readonly lanes: readonly { readonly top: number; readonly height: number }[]
  readonly lanesTop: number
  readonly lanesBottom: number
  readonly bars: { readonly top: number; readonly height: number } | null
  readonly axisY: number
  /** Height of it all, without a zoom below. */
  readonly height: number
}

/** The ribbon ends here. */
const ribbonBottom = 46

/** Wide: names beside the lanes. Compact: names above them, so each lane has a line of text more. */
export function velocityLayout(
  compact: boolean,
  laneCount: number,
  laneHeight: number,
  withBars: boolean,
): VelocityLayout {
  const nameLine = compact ? 15 : 0
  const height = compact ? 44 : laneHeight
  const pitch = compact ? 67 : laneHeight + 10
  const lanes = Array.from({ length: laneCount }, (_, index) => ({
    top: ribbonBottom + nameLine + index * pitch,
    height,
  }))
  const last = lanes[lanes.length - 1]
  const lanesBottom = last === undefined ? ribbonBottom : last.top + last.height
  const bars = withBars ? { top: lanesBottom + (compact ? 26 : 16), height: compact ? 56 : 70 } : null
  const axisY = (bars === null ? lanesBottom : bars.top + bars.height) + 14
  return { lanes, lanesTop: ribbonBottom, lanesBottom, bars, axisY, height: axisY + 6 }
}
