import { laneRows, type Interval, type Step } from './step-series.ts'

interface SparklineProps {
  readonly range: Interval
  readonly steps: readonly Step[]
  readonly threshold: number
  readonly hatched: readonly (Interval & { readonly id: string })[]
}

const width = 190
const height = 30
const zeroY = 29

/** A step line small enough for a table's cell; its figures stand in the cells beside it. */
export function Sparkline({ range, steps, threshold, hatched }: SparklineProps) {
  const span = Math.max(1, range.toMs - range.fromMs)
  const x = (atMs: number): number => Math.min(1, Math.max(0, (atMs - range.fromMs) / span)) * width
  const max = Math.max(threshold * 1.35, ...steps.map(([, count]) => count * 1.05))
  const y = (count: number): number => zeroY - (count / max) * zeroY
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {hatched.map((each) => (
        <rect
          key={each.fromMs}
          x={x(each.fromMs)}
          width={Math.max(0, x(each.toMs) - x(each.fromMs))}
          height={height}
          fill={`url(#${each.id})`}
        />
      ))}
      <line
        x1="0"
        x2={width}
        y1={zeroY + 0.5}
        y2={zeroY + 0.5}
        stroke="var(--line-strong)"
        strokeWidth=".8"
      />
      <line x1="0" x2={width} y1={y(threshold)} y2={y(threshold)} stroke="var(--t3-mark)" opacity=".6" />
      <path
        d={path(
          steps,
          hatched.filter((each) => each.id === 'hatch'),
          range,
          x,
          y,
        )}
        fill="none"
        stroke="var(--series)"
        strokeWidth="1.4"
      />
    </svg>
  )
}

/** Pen up where it was not counting. */
function path(
  steps: readonly Step[],
  off: readonly Interval[],
  range: Interval,
  x: (atMs: number) => number,
  y: (count: number) => number,
): string {
  let isDown = false
  let d = ''
  for (const row of laneRows(steps, off, range)) {
    if (row.on === null) {
      isDown = false
      continue
    }
    d += isDown
      ? `H${x(row.atMs).toFixed(1)}V${y(row.on).toFixed(1)}`
      : `M${x(row.atMs).toFixed(1)} ${y(row.on).toFixed(1)}`
    isDown = true
  }
  return d
}
