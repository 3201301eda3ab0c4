import type { TimeScale } from './time-scale.ts'

interface CountBarsProps {
  readonly scale: TimeScale
  readonly bucketMs: number
  /** `atMs` is where a bucket begins. */
  readonly buckets: readonly { readonly atMs: number; readonly count: number }[]
  readonly top: number
  readonly bottom: number
}

/** Counts per bucket as bars on a line of zero. */
export function CountBars({ scale, bucketMs, buckets, top, bottom }: CountBarsProps) {
  const shown = buckets.filter((each) => each.atMs + bucketMs > scale.fromMs && each.atMs < scale.toMs)
  const max = Math.max(1, ...shown.map(({ count }) => count))
  return (
    <>
      {shown.map(({ atMs, count }) => {
        const left = scale.x(atMs)
        const height = (count / max) * (bottom - top)
        const width = Math.max(1, scale.x(atMs + bucketMs) - left - 1.5)
        return (
          <rect
            key={atMs}
            x={left + 0.75}
            y={bottom - height}
            width={width}
            height={height}
            fill="var(--axis)"
            opacity=".75"
          />
        )
      })}
      <line x1={scale.plotLeft} x2={scale.plotRight} y1={bottom} y2={bottom} stroke="var(--line-strong)" />
    </>
  )
}
