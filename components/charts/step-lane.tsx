'use client'

import { memo } from 'react'
import { Area, ComposedChart, Line, ReferenceArea, ReferenceLine, XAxis, YAxis } from 'recharts'
import { laneRows, type Interval, type Step } from './step-series.ts'
import type { TimeScale } from './time-scale.ts'

export interface Lane {
  /** Before this nothing is known, so nothing is drawn: not a zero. */
  readonly knownFromMs: number
  readonly steps: readonly Step[]
  readonly notCounting: readonly Interval[]
  /** Where to tint the lane. */
  readonly tinted: readonly Interval[]
  readonly tint: string
  readonly threshold: number
  readonly thresholdColor: string
  /** Dash pattern of the threshold line; empty for a solid one. */
  readonly thresholdDash: string
}

interface StepLaneProps {
  readonly scale: TimeScale
  readonly lane: Lane
  readonly top: number
  readonly height: number
  /** The count at the top edge, from `laneMax`. */
  readonly max: number
}

/** A count over time as a step line against its threshold, on a scale of its own. Zero is a drawn line. */
export const StepLane = memo(function StepLane({ scale, lane, top, height, max }: StepLaneProps) {
  const rows = laneRows(lane.steps, lane.notCounting, {
    fromMs: Math.max(scale.fromMs, lane.knownFromMs),
    toMs: scale.toMs,
  })
  const margin = { top: 0, bottom: 0, left: scale.plotLeft, right: scale.width - scale.plotRight }
  return (
    <div className="lane" style={{ top }}>
      <ComposedChart
        width={scale.width}
        height={height}
        margin={margin}
        data={rows}
        accessibilityLayer={false}
      >
        <XAxis dataKey="atMs" type="number" domain={[scale.fromMs, scale.toMs]} allowDataOverflow hide />
        <YAxis type="number" domain={[0, max]} allowDataOverflow hide width={0} />
        {lane.tinted.map((each) => (
          <ReferenceArea
            key={each.fromMs}
            x1={Math.max(each.fromMs, scale.fromMs)}
            x2={Math.min(each.toMs, scale.toMs)}
            fill={lane.tint}
            fillOpacity={1}
            ifOverflow="hidden"
          />
        ))}
        <Area
          dataKey="all"
          type="stepAfter"
          stroke="none"
          fill="var(--series-fill)"
          fillOpacity={1}
          isAnimationActive={false}
          activeDot={false}
        />
        <ReferenceLine y={0} stroke="var(--line-strong)" />
        <ReferenceLine
          y={lane.threshold}
          stroke={lane.thresholdColor}
          strokeWidth={1.6}
          strokeDasharray={lane.thresholdDash}
        />
        <Line
          dataKey="off"
          type="stepAfter"
          stroke="var(--axis)"
          strokeWidth={1}
          strokeOpacity={0.75}
          dot={false}
          isAnimationActive={false}
          activeDot={false}
        />
        <Line
          dataKey="on"
          type="stepAfter"
          stroke="var(--series)"
          strokeWidth={1.6}
          dot={false}
          isAnimationActive={false}
          activeDot={false}
        />
      </ComposedChart>
    </div>
  )
})

/** The top of a lane's scale: room above the threshold, and above the peak when that is over it. */
export function laneMax(threshold: number, peak: number): number {
  return Math.max(threshold * 1.3, peak * 1.1)
}
