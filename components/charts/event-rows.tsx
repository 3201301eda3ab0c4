import type { Interval } from './step-series.ts'
import type { TimeScale } from './time-scale.ts'

export type MarkShape = 'dot' | 'ring' | 'cross'

/** One row of marks on the time axis. */
export interface MarkRow {
  readonly name: string
  /** At the right end; left out on a narrow canvas. */
  readonly note: string
  readonly marks: readonly {
    readonly id: number
    readonly atMs: number
    readonly shape: MarkShape
    readonly color: string
    readonly circled: boolean
  }[]
}

/** Height of one row, wide and compact: names stand above their marks where there is no gutter. */
export const markRowHeight = { wide: 22, compact: 32 } as const

/** One row of marks per name, one mark per event: dot, ring or cross. */
export function EventRows({ scale, rows, top }: { scale: TimeScale; rows: readonly MarkRow[]; top: number }) {
  const pitch = scale.compact ? markRowHeight.compact : markRowHeight.wide
  return rows.map((row, index) => {
    const y = top + index * pitch + (scale.compact ? 28 : 19)
    return (
      <g key={row.name}>
        <line x1={scale.plotLeft} x2={scale.plotRight} y1={y} y2={y} stroke="var(--grid)" />
        <text
          x="0"
          y={scale.compact ? y - 13 : y + 4}
          fontSize="11.5"
          fill="var(--text-2)"
          style={{ fontFamily: 'var(--mono)' }}
        >
          <title>{row.name}</title>
          {shorten(row.name, scale.compact ? 40 : Math.floor((scale.plotLeft - 8) / 7))}
        </text>
        {row.marks
          .filter((mark) => mark.atMs >= scale.fromMs && mark.atMs <= scale.toMs)
          .map((mark) => (
            <Mark key={mark.id} x={scale.x(mark.atMs)} y={y} mark={mark} />
          ))}
        {!scale.compact && (
          <text x={scale.plotRight + 8} y={y + 4} fontSize="11" fontWeight="500" fill="var(--text)">
            {row.note}
          </text>
        )}
      </g>
    )
  })
}

function Mark({ x, y, mark }: { x: number; y: number; mark: MarkRow['marks'][number] }) {
  return (
    <>
      {mark.circled && <circle cx={x} cy={y} r="7.5" fill="none" stroke="var(--t3-mark)" strokeWidth="1.6" />}
      {mark.shape === 'dot' && <circle cx={x} cy={y} r="3.6" fill={mark.color} />}
      {mark.shape === 'ring' && (
        <circle cx={x} cy={y} r="3.3" fill="var(--surface)" stroke={mark.color} strokeWidth="1.8" />
      )}
      {mark.shape === 'cross' && (
        <path d={`M${x - 3.2} ${y - 3.2}l6.4 6.4m0-6.4l-6.4 6.4`} stroke={mark.color} strokeWidth="1.8" />
      )}
    </>
  )
}

/** The gutter has room for so many characters; names that begin alike are told apart by their ends. */
function shorten(name: string, most: number): string {
  if (name.length <= most) return name
  const tail = Math.floor((most - 1) / 3)
  return `${name.slice(0, most - 1 - tail)}…${name.slice(-tail)}`
}

/** A bracket under the rows that names what it spans. */
export function Bracket({
  scale,
  fromMs,
  toMs,
  y,
  text,
}: {
  scale: TimeScale
  fromMs: number
  toMs: number
  y: number
  text: string
}) {
  const left = scale.x(fromMs)
  const right = scale.x(toMs)
  const place = bracketText(scale, { fromMs, toMs }, text)
  const middle = (place.left + place.right) / 2
  return (
    <>
      <path d={`M${left} ${y}v6H${right}v-6`} fill="none" stroke="var(--text)" strokeWidth="1.2" />
      <text
        x={middle}
        y={y + 18}
        fontSize="11"
        fontWeight="600"
        fill="var(--text)"
        textAnchor="middle"
        paintOrder="stroke"
        stroke="var(--surface)"
        strokeWidth="4"
      >
        {text}
      </text>
    </>
  )
}

/** Where a bracket's text stands: under its middle as far as the canvas allows. */
export function bracketText(scale: TimeScale, of: Interval, text: string): { left: number; right: number } {
  const half = text.length * 3.1
  const middle = Math.min(scale.width - half, Math.max(half, (scale.x(of.fromMs) + scale.x(of.toMs)) / 2))
  return { left: middle - half, right: middle + half }
}
