'use client'

import { useState, type ReactNode } from 'react'
import type { Interval } from './step-series.ts'
import { timeScale, type TimeScale } from './time-scale.ts'
import { useWidth } from './use-width.ts'

interface TimeFrameProps {
  readonly range: Interval
  readonly zone: string
  /** What the picture shows, in a sentence; the figures are in its table. */
  readonly label: string
  /** Pixels left and right of the plot for labels, wide and compact. */
  readonly gutter: { readonly left: number; readonly right: number; readonly compactRight: number }
  /** Height of the canvas, before its width is known too. */
  readonly height: (compact: boolean) => number
  readonly children: (scale: TimeScale) => ReactNode
  /** Called with the range that was dragged over; without it nothing can be dragged. */
  readonly onSelect?: (range: Interval) => void
  /** Rendered over the canvas for the moment under the pointer. */
  readonly readout?: (atMs: number, scale: TimeScale) => ReactNode
}

/** Below this width the chart is laid out for a phone. */
const compactBelow = 620

/** A canvas with one time axis, laid out anew for each width rather than scaled. */
export function TimeFrame(props: TimeFrameProps) {
  const [width, measure] = useWidth()
  const compact = width > 0 && width < compactBelow
  return (
    <div className="timeframe">
      <div
        className="canvas"
        ref={measure}
        style={{ height: props.height(compact) }}
        role="img"
        aria-label={props.label}
      >
        {width > 0 && <Canvas {...props} width={width} compact={compact} />}
      </div>
    </div>
  )
}

function Canvas({ width, compact, ...props }: TimeFrameProps & { width: number; compact: boolean }) {
  const plotLeft = compact ? 0 : props.gutter.left
  const plotRight = width - (compact ? props.gutter.compactRight : props.gutter.right)
  const scale = timeScale(props.range, { width, plotLeft, plotRight, compact, zone: props.zone })
  return (
    <>
      {props.children(scale)}
      <Pointer
        scale={scale}
        height={props.height(compact)}
        onSelect={props.onSelect}
        readout={props.readout}
      />
    </>
  )
}

/** Shorter drags are clicks. */
const leastDrag = 8

interface PointerProps {
  readonly scale: TimeScale
  readonly height: number
  readonly onSelect: TimeFrameProps['onSelect']
  readonly readout: TimeFrameProps['readout']
}

function Pointer({ scale, height, onSelect, readout }: PointerProps) {
  const [at, setAt] = useState<number | null>(null)
  const [from, setFrom] = useState<number | null>(null)
  const span = scale.toMs - scale.fromMs
  const timeAt = (pixel: number): number => scale.fromMs + (pixel / (scale.plotRight - scale.plotLeft)) * span
  const finish = (): void => {
    if (at !== null && from !== null && Math.abs(at - from) >= leastDrag) {
      onSelect?.({
        fromMs: Math.round(timeAt(Math.min(at, from))),
        toMs: Math.round(timeAt(Math.max(at, from))),
      })
    }
    setFrom(null)
  }
  return (
    <div
      className="absolute inset-y-0"
      style={{
        left: scale.plotLeft,
        width: scale.plotRight - scale.plotLeft,
        cursor: onSelect ? 'crosshair' : 'default',
      }}
      onPointerMove={(event) => setAt(event.nativeEvent.offsetX)}
      onPointerLeave={() => {
        setAt(null)
        setFrom(null)
      }}
      onPointerDown={(event) =>
        event.pointerType === 'mouse' && onSelect && setFrom(event.nativeEvent.offsetX)
      }
      onPointerUp={finish}
    >
      <svg width="100%" height={height} className="pointer-events-none" aria-hidden="true">
        {at !== null && from !== null && (
          <rect
            x={Math.min(at, from)}
            width={Math.abs(at - from)}
            y="0"
            height={height}
            fill="var(--accent)"
            opacity=".14"
          />
        )}
        {at !== null && (
          <line x1={at} x2={at} y1="16" y2={height - 18} stroke="var(--text-3)" strokeDasharray="2 2" />
        )}
      </svg>
      {at !== null && readout !== undefined && (
        <div className="readout" style={{ top: 44, ...beside(at, scale.plotRight - scale.plotLeft) }}>
          {readout(timeAt(at), scale)}
        </div>
      )}
    </div>
  )
}

function beside(at: number, width: number): { left: number } | { right: number } {
  return at > width / 2 ? { right: width - at + 12 } : { left: at + 12 }
}
