'use client'

import { memo } from 'react'
import { Bar, ComposedChart, ReferenceLine, XAxis, YAxis } from 'recharts'
import type { TimeScale } from './time-scale.ts'

/** One kind of bar: `up` grows above the line, the others below it, in the order given. */
export interface BarKind {
  readonly key: string
  readonly side: 'up' | 'down'
  readonly fill: string
  readonly stroke?: string
}

interface SplitBarsProps {
  readonly scale: TimeScale
  readonly bucketMs: number
  /** Counts by kind for the buckets that have any; `atMs` is where a bucket begins. */
  readonly buckets: readonly { readonly atMs: number; readonly counts: Readonly<Record<string, number>> }[]
  readonly kinds: readonly BarKind[]
  /** The count at the upper and at the lower edge. */
  readonly max: number
  readonly top: number
  readonly height: number
}

/** Counts per bucket, one side above the zero line and the rest below it. */
export const SplitBars = memo(function SplitBars({
  scale,
  bucketMs,
  buckets,
  kinds,
  max,
  top,
  height,
}: SplitBarsProps) {
  const rows = buckets
    .filter((each) => each.atMs + bucketMs / 2 >= scale.fromMs && each.atMs + bucketMs / 2 <= scale.toMs)
    .map((each) => ({
      middleMs: each.atMs + bucketMs / 2,
      ...Object.fromEntries(kinds.map((kind) => [kind.key, signed(each.counts[kind.key] ?? 0, kind.side)])),
    }))
  const pixels = (bucketMs / (scale.toMs - scale.fromMs)) * (scale.plotRight - scale.plotLeft)
  const margin = { top: 0, bottom: 0, left: scale.plotLeft, right: scale.width - scale.plotRight }
  return (
    <div className="lane" style={{ top }}>
      <ComposedChart
        width={scale.width}
        height={height}
        margin={margin}
        data={rows}
        stackOffset="sign"
        accessibilityLayer={false}
      >
        <XAxis dataKey="middleMs" type="number" domain={[scale.fromMs, scale.toMs]} allowDataOverflow hide />
        <YAxis type="number" domain={[-max, max]} allowDataOverflow hide width={0} />
        {kinds.map((kind) => (
          <Bar
            key={kind.key}
            dataKey={kind.key}
            stackId="attempts"
            barSize={Math.max(1, pixels - (pixels > 4 ? 1 : 0))}
            fill={kind.fill}
            {...(kind.stroke !== undefined && { stroke: kind.stroke })}
            isAnimationActive={false}
          />
        ))}
        <ReferenceLine y={0} stroke="var(--line-strong)" />
      </ComposedChart>
    </div>
  )
})

/** Absent rather than 0, so that an outlined bar of no height leaves no line. */
function signed(count: number, side: BarKind['side']): number | null {
  if (count === 0) return null
  return side === 'up' ? count : -count
}
