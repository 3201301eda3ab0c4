import type { Interval } from './step-series.ts'
import { timeTicks, type TimeScale } from './time-scale.ts'

interface BandProps {
  readonly scale: TimeScale
  readonly top: number
  readonly bottom: number
}

/** Rules at round times, under everything else. */
export function TimeGrid({ scale, top, bottom }: BandProps) {
  return timeTicks(scale).map((tick) => {
    const x = scale.x(tick.atMs)
    return <line key={tick.atMs} x1={x} x2={x} y1={top} y2={bottom} stroke="var(--grid)" />
  })
}

interface TimeAxisProps {
  readonly scale: TimeScale
  readonly y: number
  readonly endLabel?: string | undefined
  /** Pixels that another text has taken. */
  readonly avoid?: { readonly left: number; readonly right: number } | undefined
}

/** Times of day along the foot; the end reads "now" when it is. */
export function TimeAxis({ scale, y, endLabel, avoid }: TimeAxisProps) {
  const clear = scale.plotRight - (endLabel === undefined ? 0 : 34)
  const isFree = (x: number): boolean =>
    x <= clear &&
    (!scale.compact || x >= 16) &&
    (avoid === undefined || x + 18 < avoid.left || x - 18 > avoid.right)
  const ticks = timeTicks(scale, scale.compact ? 58 : 76).filter((tick) => isFree(scale.x(tick.atMs)))
  return (
    <>
      {ticks.map((tick) => (
        <text
          key={tick.atMs}
          x={scale.x(tick.atMs)}
          y={y}
          fontSize="11"
          fill="var(--axis)"
          textAnchor="middle"
        >
          {tick.label}
        </text>
      ))}
      {endLabel !== undefined && (
        <text x={scale.plotRight} y={y} fontSize="11" fill="var(--text)" textAnchor="middle" fontWeight="600">
          {endLabel}
        </text>
      )}
    </>
  )
}

/** Hatched where something was not counted; `id` names the pattern from `HatchPatterns`. */
export function HatchBand({ scale, top, bottom, of, id }: BandProps & { of: Interval; id: string }) {
  const left = scale.x(of.fromMs)
  const width = scale.x(of.toMs) - left
  if (width <= 0) return null
  return <rect x={left} y={top} width={width} height={bottom - top} fill={`url(#${id})`} />
}

/** The two hatches, once on a page: `hatch` for a lockout, `hatch-p` for probation. */
export function HatchPatterns() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden="true">
      <defs>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--hatch)" strokeWidth="2.4" />
        </pattern>
        <pattern
          id="hatch-p"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-45)"
        >
          <line x1="0" y1="0" x2="0" y2="5" stroke="var(--prob-mark)" strokeOpacity=".3" strokeWidth="1.4" />
        </pattern>
      </defs>
    </svg>
  )
}

/** One stretch of the ribbon; `labels` from the longest to the shortest, the first that fits is shown. */
export interface RibbonStretch extends Interval {
  readonly labels: readonly string[]
  readonly fill: string
  readonly stroke?: string
  readonly dash?: string
  readonly color: string
}

/** States over time as a ribbon; nothing is drawn but the line where there is no state to name. */
export function Ribbon({
  scale,
  stretches,
  y = 16,
}: {
  scale: TimeScale
  stretches: readonly RibbonStretch[]
  y?: number
}) {
  const shown = stretches.filter((each) => each.toMs > scale.fromMs && each.fromMs < scale.toMs)
  return (
    <>
      <rect
        x={scale.plotLeft}
        y={y + 10.5}
        width={scale.plotRight - scale.plotLeft}
        height="1"
        fill="var(--line-strong)"
      />
      {shown.map((each) => {
        const left = scale.x(each.fromMs)
        const width = Math.max(2, scale.x(each.toMs) - left)
        const label = each.labels.find((text) => textWidth(text) + 8 <= width)
        return (
          <g key={each.fromMs}>
            <rect
              x={left}
              y={y}
              width={width}
              height="22"
              rx="2"
              fill={each.fill}
              {...(each.stroke !== undefined && { stroke: each.stroke })}
              {...(each.dash !== undefined && { strokeDasharray: each.dash })}
            />
            {label !== undefined && (
              <text
                x={left + width / 2}
                y={y + 15}
                fontSize="11"
                fontWeight="600"
                fill={each.color}
                textAnchor="middle"
              >
                {label}
              </text>
            )}
          </g>
        )
      })}
    </>
  )
}

/** A moment that is named over the chart; `labels` from the longest to the shortest. */
export interface Flag {
  readonly atMs: number
  readonly labels: readonly string[]
  readonly color: string
  readonly stroke: string
  /** Its name stands to the right of its rule where there is room, and keeps off other rules. */
  readonly toRight?: boolean
  /** Headed by a diamond. */
  readonly diamond?: boolean
}

/** Vertical rules with their names above, newest first; a name that finds no room is left to its rule. */
export function Flags({
  scale,
  flags,
  bottom,
}: {
  scale: TimeScale
  flags: readonly Flag[]
  bottom: number
}) {
  return placeFlags(scale, flags).map(({ flag, x, label, anchor }) => (
    <g key={`${flag.atMs} ${flag.color}`}>
      <line
        x1={x}
        x2={x}
        y1={label === undefined ? 14 : 4}
        y2={bottom}
        stroke={flag.stroke}
        strokeWidth="1.4"
      />
      {flag.diamond === true && (
        <rect x={x - 4} y="3" width="8" height="8" fill={flag.stroke} transform={`rotate(45 ${x} 7)`} />
      )}
      {label !== undefined && (
        <text
          x={anchor === 'end' ? x - besideRule(flag) : x + besideRule(flag)}
          y="11"
          fontSize="11"
          fontWeight="600"
          fill={flag.color}
          textAnchor={anchor}
        >
          {label}
        </text>
      )}
    </g>
  ))
}

interface PlacedFlag {
  readonly flag: Flag
  readonly x: number
  readonly label: string | undefined
  readonly anchor: 'start' | 'end'
}

/** Newest first, each name beside its rule on its own side, or else on the other, as long as it meets nothing. */
function placeFlags(scale: TimeScale, flags: readonly Flag[]): PlacedFlag[] {
  const visible = flags.filter((flag) => flag.atMs >= scale.fromMs && flag.atMs <= scale.toMs)
  const taken = visible
    .filter(({ toRight }) => toRight)
    .map((flag) => ({ of: flag, left: scale.x(flag.atMs) - 4, right: scale.x(flag.atMs) + 4 }))
  const isFree = (flag: Flag, left: number, right: number): boolean =>
    left >= 0 &&
    right <= scale.width &&
    taken.every((each) => each.of === flag || right < each.left - 6 || left > each.right + 6)
  return visible
    .toSorted((a, b) => b.atMs - a.atMs)
    .map((flag) => {
      const x = scale.x(flag.atMs)
      for (const label of flag.labels) {
        const width = textWidth(label)
        for (const anchor of flag.toRight ? (['start', 'end'] as const) : (['end', 'start'] as const)) {
          const left = anchor === 'end' ? x - besideRule(flag) - width : x + besideRule(flag)
          if (!isFree(flag, left, left + width)) continue
          taken.push({ of: flag, left, right: left + width })
          return { flag, x, label, anchor }
        }
      }
      return { flag, x, label: undefined, anchor: 'end' as const }
    })
}

/** From the rule to its name. */
function besideRule({ diamond }: Flag): number {
  return diamond ? 10 : 5
}

/** Width of 11 px semi-bold text, a little generous. */
function textWidth(text: string): number {
  return text.length * 6.1
}
