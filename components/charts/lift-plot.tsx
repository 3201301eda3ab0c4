'use client'

import { liftScale, type LiftScale } from './lift-scale.ts'
import { useWidth } from './use-width.ts'

/** One change with its interval, in fractions of 1; or a sentence where there is no figure. */
export interface LiftRow {
  readonly id: string
  readonly name: string
  /** Beside the name, in a few words. */
  readonly note: string
  readonly verdict: string
  /** The change in words, with its interval; empty where there is none. */
  readonly words: string
  /** Null: no dot and no whiskers, `missing` instead. */
  readonly change: { readonly estimate: number; readonly low: number; readonly high: number } | null
  /** What is needed for a figure; shown where there is none. */
  readonly missing: string
}

interface LiftPlotProps {
  /** What the picture shows, in a sentence; the figures stand beside it. */
  readonly label: string
  readonly rows: readonly LiftRow[]
}

const topPad = 18
const axisHeight = 22
/** A row: a line of text, another one where both do not fit beside each other, then the whiskers. */
const rowHeight = { text: 20, whiskers: 34 } as const
const sidePad = 14
/** Half of the words over the zero line. */
const zeroHalfWidth = 30

/**
 * Changes as whiskers about the line "no change": the dot is hollow unless the interval excludes 0. Laid out anew
 * for each width.
 */
export function LiftPlot({ label, rows }: LiftPlotProps) {
  const [width, measure] = useWidth()
  const changes = rows.flatMap(({ change }) => (change ? [change.low, change.high, change.estimate] : []))
  const hasFigures = changes.length > 0
  const textLines = width > 0 && rows.some((row) => needsTwoLines(row, width)) ? 2 : 1
  const pitch = rowHeight.text * textLines + rowHeight.whiskers
  const top = hasFigures ? topPad : 0
  const bottom = top + rows.length * pitch
  const height = bottom + (hasFigures ? axisHeight : 0)
  const scale = liftScale(changes, sidePad, Math.max(sidePad + 1, width - sidePad))
  return (
    <div ref={measure} style={{ height }} role="img" aria-label={label}>
      {width > 0 && (
        <svg width={width} height={height} aria-hidden="true" className="overflow-visible">
          {hasFigures && <Axis scale={scale} top={topPad} bottom={bottom} width={width} />}
          {rows.map((row, index) => (
            <Row key={row.id} row={row} scale={scale} top={top + index * pitch} {...{ width, textLines }} />
          ))}
        </svg>
      )}
    </div>
  )
}

interface AxisProps {
  readonly scale: LiftScale
  readonly top: number
  readonly bottom: number
  readonly width: number
}

function Axis({ scale, top, bottom, width }: AxisProps) {
  return (
    <>
      {scale.ticks.map(({ at, label }) => {
        const x = scale.x(at)
        const isZero = label === '0'
        return (
          <g key={label}>
            <line
              x1={x}
              x2={x}
              y1={isZero ? top - 4 : top}
              y2={bottom}
              stroke={isZero ? 'var(--text)' : 'var(--grid)'}
              strokeWidth={isZero ? 1.4 : 1}
            />
            <text
              x={x}
              y={bottom + 15}
              fontSize="11"
              fontWeight={isZero ? 600 : 400}
              fill={isZero ? 'var(--text)' : 'var(--axis)'}
              textAnchor="middle"
            >
              {label}
            </text>
          </g>
        )
      })}
      <text
        x={Math.min(width - zeroHalfWidth, Math.max(zeroHalfWidth, scale.x(0)))}
        y="10"
        fontSize="11"
        fontWeight="600"
        fill="var(--text)"
        textAnchor="middle"
      >
        no change
      </text>
    </>
  )
}

interface RowProps {
  readonly row: LiftRow
  readonly scale: LiftScale
  readonly top: number
  readonly width: number
  readonly textLines: 1 | 2
}

function Row({ row, scale, top, width, textLines }: RowProps) {
  const { change } = row
  const tone = toneOf(change)
  const right = textLines === 1 ? { x: width, y: top + 16, anchor: 'end' as const } : { x: 0, y: top + 34 }
  // Over the rules of the axis, so that text is read against the surface.
  const halo = { paintOrder: 'stroke', stroke: 'var(--surface)', strokeWidth: 4 } as const
  return (
    <g fontSize="12">
      <text x="0" y={top + 16} fill="var(--text-2)" {...halo}>
        <tspan fontWeight="600" fill="var(--text)">
          {row.name}
        </tspan>{' '}
        {row.note}
      </text>
      <text x={right.x} y={right.y} fill="var(--text)" textAnchor={right.anchor} {...halo}>
        <tspan fontWeight="600" fill={tone.text}>
          {row.verdict}
        </tspan>{' '}
        {row.words}
      </text>
      {change ? (
        <Whiskers change={change} scale={scale} y={top + rowHeight.text * textLines + 13} color={tone.mark} />
      ) : (
        <text x="0" y={top + rowHeight.text * textLines + 15} fill="var(--text-2)" {...halo}>
          {row.missing}
        </text>
      )}
    </g>
  )
}

type Change = NonNullable<LiftRow['change']>

function Whiskers({
  change,
  scale,
  y,
  color,
}: {
  change: Change
  scale: LiftScale
  y: number
  color: string
}) {
  const [low, estimate, high] = [scale.x(change.low), scale.x(change.estimate), scale.x(change.high)]
  return (
    <>
      <line x1={low} x2={high} y1={y} y2={y} stroke={color} strokeWidth="3" />
      <path d={`M${low} ${y - 6}v12M${high} ${y - 6}v12`} stroke={color} strokeWidth="1.6" />
      <circle
        cx={estimate}
        cy={y}
        r="5.5"
        fill={excludesZero(change) ? color : 'var(--surface)'}
        stroke={color}
        strokeWidth="1.8"
      />
    </>
  )
}

function excludesZero({ low, high }: Change): boolean {
  return low > 0 || high < 0
}

function toneOf(change: Change | null): { text: string; mark: string } {
  if (change === null || !excludesZero(change)) return { text: 'var(--text)', mark: 'var(--series)' }
  return change.low > 0
    ? { text: 'var(--ok)', mark: 'var(--ok-mark)' }
    : { text: 'var(--t2)', mark: 'var(--t2-mark)' }
}

/** Text of 12 px, a little generous. */
const glyphWidth = 6.4

function needsTwoLines({ name, note, verdict, words }: LiftRow, width: number): boolean {
  return (name.length + note.length + verdict.length + words.length + 6) * glyphWidth > width
}
