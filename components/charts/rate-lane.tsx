import type { ReactNode } from 'react'
import type { Interval } from './step-series.ts'
import type { TimeScale } from './time-scale.ts'

/** A band of rates with a name; from the highest down. */
export interface RateZone {
  readonly name: string
  readonly shortName: string
  readonly fromRate: number
  /** Null: up to the top. */
  readonly toRate: number | null
  /** Null: not tinted. */
  readonly fill: string | null
  readonly opacity: number
}

/** A judgement on the line; filled when something followed from it. */
export interface RateDot {
  readonly atMs: number
  readonly rate: number
  /** Null: hollow. */
  readonly fill: string | null
}

interface RateLaneProps {
  readonly scale: TimeScale
  readonly top: number
  readonly bottom: number
  /** The rate at the top edge, from `rateMax`. */
  readonly max: number
  /** Ascending; the pen is up where the rate is null. */
  readonly points: readonly { readonly atMs: number; readonly rate: number | null }[]
  readonly zones: readonly RateZone[]
  readonly dots: readonly RateDot[]
  /** Drawn over the zones and under the line. */
  readonly children?: ReactNode
}

/** The top of the scale: room above the highest rate, and above the highest border of a zone. */
export function rateMax(rates: readonly number[], borders: readonly number[]): number {
  return Math.max(0.01, ...borders.map((border) => border * 1.45), ...rates.map((rate) => rate * 1.12))
}

/** A rate over time as a line over named bands, with what was judged as dots on it. No line where none is known. */
export function RateLane({ scale, top, bottom, max, points, zones, dots, children }: RateLaneProps) {
  const y = (rate: number): number => bottom - (Math.min(rate, max) / max) * (bottom - top)
  return (
    <>
      {zones.map((zone) => (
        <Zone key={zone.name} zone={zone} scale={scale} y={y} top={top} />
      ))}
      <line x1={scale.plotLeft} x2={scale.plotRight} y1={bottom} y2={bottom} stroke="var(--line-strong)" />
      {children}
      {zones.map((zone) => (
        <ZoneName key={zone.name} zone={zone} scale={scale} y={y} top={top} />
      ))}
      <path
        d={pathOf(points, scale, y)}
        fill="none"
        stroke="var(--series)"
        strokeWidth="1.8"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {roomyDots(dots, scale).map((dot) => (
        <circle
          key={`${dot.atMs} ${dot.rate}`}
          cx={scale.x(dot.atMs)}
          cy={y(dot.rate)}
          r={dot.fill === null ? 3.2 : 5}
          fill={dot.fill ?? 'var(--surface)'}
          stroke={dot.fill === null ? 'var(--series)' : 'var(--surface)'}
          strokeWidth="1.4"
        />
      ))}
    </>
  )
}

/** Closer together than this, hollow dots would hide the line; in pixels. */
const leastPitch = 9

/** The dots of the range: every filled one, and hollow ones where they have room. */
function roomyDots(dots: readonly RateDot[], scale: TimeScale): readonly RateDot[] {
  let lastX = -Infinity
  return dots.filter(({ atMs, fill }) => {
    if (atMs < scale.fromMs || atMs > scale.toMs) return false
    if (fill !== null) return true
    const x = scale.x(atMs)
    if (x - lastX < leastPitch) return false
    lastX = x
    return true
  })
}

interface ZoneProps {
  readonly zone: RateZone
  readonly scale: TimeScale
  readonly y: (rate: number) => number
  readonly top: number
}

function Zone({ zone, scale, y, top }: ZoneProps) {
  const upper = zone.toRate === null ? top : y(zone.toRate)
  const lower = y(zone.fromRate)
  const width = scale.plotRight - scale.plotLeft
  if (lower - upper < 1) return null
  return (
    <>
      {zone.fill !== null && (
        <rect
          x={scale.plotLeft}
          y={upper}
          width={width}
          height={lower - upper}
          fill={zone.fill}
          opacity={zone.opacity}
        />
      )}
      {zone.fromRate > 0 && (
        <>
          <line
            x1={scale.plotLeft}
            x2={scale.plotRight}
            y1={lower}
            y2={lower}
            stroke="var(--line-strong)"
            strokeDasharray="3 3"
          />
          <text
            x={scale.compact ? scale.plotRight + 4 : scale.plotLeft - 8}
            y={lower + 4}
            fontSize="11"
            fill="var(--axis)"
            textAnchor={scale.compact ? 'start' : 'end'}
          >
            {rateText(zone.fromRate)}
          </text>
        </>
      )}
    </>
  )
}

/** Over whatever else is drawn on the band: on a phone the name stands inside it. */
function ZoneName({ zone, scale, y, top }: ZoneProps) {
  const upper = zone.toRate === null ? top : y(zone.toRate)
  const lower = y(zone.fromRate)
  if (lower - upper < 13) return null
  return (
    <text
      x={scale.compact ? scale.plotLeft + 6 : scale.plotRight + 8}
      y={scale.compact ? lower - 5 : (upper + lower) / 2 + 4}
      fontSize="11"
      fontWeight="500"
      fill="var(--text-2)"
      paintOrder="stroke"
      stroke={scale.compact ? 'var(--surface)' : 'none'}
      strokeWidth="3"
    >
      {scale.compact ? zone.shortName : zone.name}
    </text>
  )
}

/** "4.0 %", "2.25 %": at least one decimal, at most two. */
export function rateText(rate: number): string {
  const percent = Math.round(rate * 10_000) / 100
  const fixed = percent.toFixed(1)
  return `${Number(fixed) === percent ? fixed : percent.toFixed(2)}\u00a0%`
}

function pathOf(points: RateLaneProps['points'], scale: TimeScale, y: (rate: number) => number): string {
  let isDown = false
  let path = ''
  for (const { atMs, rate } of points) {
    if (rate === null) {
      isDown = false
      continue
    }
    path += `${isDown ? 'L' : 'M'}${scale.x(atMs).toFixed(1)} ${y(rate).toFixed(1)}`
    isDown = true
  }
  return path
}

/** A stretch in which nothing can be said, as a dashed box with its reason; `texts` from the longest to the shortest. */
export function UnknownBox({
  scale,
  of,
  top,
  bottom,
  texts,
}: {
  scale: TimeScale
  of: Interval
  top: number
  bottom: number
  texts: readonly (readonly string[])[]
}) {
  const left = scale.x(of.fromMs)
  const width = scale.x(of.toMs) - left
  if (width < 1) return null
  const lines = texts.find((each) => each.every((line) => line.length * 5.9 + 8 <= width)) ?? []
  const middle = (top + bottom) / 2 - (lines.length - 1) * 7.5
  return (
    <>
      <rect x={left} y={top} width={width} height={bottom - top} fill="var(--surface)" opacity=".8" />
      <rect
        x={left + 0.5}
        y={top + 0.5}
        width={Math.max(0, width - 1)}
        height={bottom - top - 1}
        fill="none"
        stroke="var(--line-strong)"
        strokeDasharray="3 3"
      />
      {lines.map((line, index) => (
        <text
          key={line}
          x={left + width / 2}
          y={middle + index * 15}
          fontSize="11"
          fontWeight={index === 0 ? 500 : 400}
          fill="var(--text-2)"
          textAnchor="middle"
        >
          {line}
        </text>
      ))}
    </>
  )
}
