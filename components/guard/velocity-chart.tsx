'use client'

import { countAt, peakOf, type Interval } from '../charts/step-series.ts'
import { laneMax, StepLane } from '../charts/step-lane.tsx'
import { TimeFrame } from '../charts/time-frame.tsx'
import { Flags, HatchBand, HatchPatterns, Ribbon, TimeAxis, TimeGrid } from '../charts/time-marks.tsx'
import type { TimeScale } from '../charts/time-scale.ts'
import type { VelocityLane, VelocityView } from '#lib/contracts/views/velocity-view.ts'
import { formatClock, formatMoment } from '#lib/shared/format-time.ts'
import type { ReactNode } from 'react'
import { AttemptBars } from './attempt-bars.tsx'
import { LaneLabels } from './lane-labels.tsx'
import { velocityLayout, type VelocityLayout } from './velocity-layout.ts'
import { knownFrom, namedFlags, probationOf, ribbonStretches } from './velocity-marks.ts'
import { tierLook } from './words.ts'

interface VelocityChartProps {
  readonly view: VelocityView
  readonly zone: string
  readonly label: string
  /** What the policy does in tiers 1 and 2, for the lanes' names. */
  readonly policy: { readonly paces: boolean; readonly holds: boolean }
  /** The part of the range that is shown. */
  readonly range?: Interval
  readonly onSelect?: (range: Interval) => void
  readonly laneHeight?: number
  readonly withBars?: boolean
  /** Room on the left for names, when what is below needs more. */
  readonly gutterLeft?: number
  /** Drawn below the time axis, with `y` where it may begin. */
  readonly below?: {
    readonly height: (compact: boolean) => number
    readonly draw: (scale: TimeScale, y: number) => ReactNode
  }
}

/** Each tier's count over time in a lane and a scale of its own, against its threshold, under the ribbon of states. */
export function VelocityChart({
  view,
  zone,
  label,
  policy,
  laneHeight = 60,
  withBars = true,
  gutterLeft = 118,
  ...rest
}: VelocityChartProps) {
  const range = rest.range ?? { fromMs: view.fromMs, toMs: view.toMs }
  const layoutFor = (compact: boolean): VelocityLayout =>
    velocityLayout(compact, view.lanes.length, laneHeight, withBars)
  const endsNow = range.toMs >= view.asOfMs
  return (
    <>
      <HatchPatterns />
      <TimeFrame
        range={range}
        zone={zone}
        label={label}
        gutter={{ left: gutterLeft, right: 106, compactRight: 30 }}
        height={(compact) => layoutFor(compact).height + (rest.below?.height(compact) ?? 0)}
        readout={(atMs) => <Readout view={view} atMs={atMs} zone={zone} />}
        {...(rest.onSelect !== undefined && { onSelect: rest.onSelect })}
      >
        {(scale) => {
          const layout = layoutFor(scale.compact)
          return (
            <>
              <Under scale={scale} layout={layout} />
              <Lanes view={view} scale={scale} layout={layout} />
              {layout.bars !== null && (
                <AttemptBars attempts={view.attempts} scale={scale} box={layout.bars} />
              )}
              <Over view={view} zone={zone} scale={scale} layout={layout} policy={policy} endsNow={endsNow}>
                {rest.below?.draw(scale, layout.height)}
              </Over>
            </>
          )
        }}
      </TimeFrame>
    </>
  )
}

function Under({ scale, layout }: { scale: TimeScale; layout: VelocityLayout }) {
  return (
    <svg className="overlay" width={scale.width} height={layout.height} aria-hidden="true">
      <TimeGrid scale={scale} top={layout.lanesTop} bottom={layout.axisY - 12} />
    </svg>
  )
}

function Lanes({ view, scale, layout }: { view: VelocityView; scale: TimeScale; layout: VelocityLayout }) {
  return view.lanes.map((lane, index) => {
    const box = layout.lanes[index]
    if (box === undefined) return null
    const look = tierLook[lane.tier]
    return (
      <StepLane
        key={lane.tier}
        scale={scale}
        top={box.top}
        height={box.height}
        max={maxOf(lane, scale)}
        lane={{
          knownFromMs: knownFrom(view),
          steps: lane.points,
          notCounting: view.notCounting,
          tinted: lane.inForce,
          tint: look.tint,
          threshold: lane.threshold,
          thresholdColor: look.mark,
          thresholdDash: look.dash,
        }}
      />
    )
  })
}

interface OverProps {
  readonly view: VelocityView
  readonly zone: string
  readonly scale: TimeScale
  readonly layout: VelocityLayout
  readonly policy: VelocityChartProps['policy']
  readonly endsNow: boolean
  readonly children: ReactNode
}

function Over({ view, zone, scale, layout, policy, endsNow, children }: OverProps) {
  return (
    <svg className="overlay" width={scale.width} height="100%" aria-hidden="true">
      {!scale.compact && (
        <text x="0" y="31" fontSize="12" fontWeight="500" fill="var(--text-2)">
          State
        </text>
      )}
      <Ribbon scale={scale} stretches={ribbonStretches(view)} />
      {view.notCounting.map((each) => (
        <HatchBand
          key={each.fromMs}
          scale={scale}
          of={each}
          top={layout.lanesTop}
          bottom={layout.lanesBottom}
          id="hatch"
        />
      ))}
      {probationOf(view).map((each) => (
        <HatchBand
          key={each.fromMs}
          scale={scale}
          of={each}
          top={layout.lanesTop}
          bottom={layout.lanesBottom}
          id="hatch-p"
        />
      ))}
      {view.lanes.map((lane, index) => {
        const box = layout.lanes[index]
        if (box === undefined) return null
        const counting = !view.notCounting.some(
          (each) => each.toMs >= view.asOfMs && each.fromMs < view.asOfMs,
        )
        return (
          <LaneLabels
            key={lane.tier}
            lane={lane}
            scale={scale}
            box={box}
            max={maxOf(lane, scale)}
            policy={policy}
            endsNow={endsNow}
            counting={counting}
          />
        )
      })}
      <TimeAxis scale={scale} y={layout.axisY} endLabel={endsNow ? 'now' : undefined} />
      {endsNow && (
        <line
          x1={scale.plotRight}
          x2={scale.plotRight}
          y1={layout.lanesTop}
          y2={layout.axisY - 12}
          stroke="var(--text)"
        />
      )}
      <Flags scale={scale} flags={namedFlags(view, zone)} bottom={layout.axisY - 12} />
      {children}
    </svg>
  )
}

function maxOf(lane: VelocityLane, range: Interval): number {
  return laneMax(lane.threshold, peakOf(lane.points, range)?.count ?? 0)
}

function Readout({ view, atMs, zone }: { view: VelocityView; atMs: number; zone: string }) {
  const bucket = view.attempts.buckets.find(
    (each) => atMs >= each.fromMs && atMs < each.fromMs + view.attempts.bucketMs,
  )
  return (
    <>
      <b>{formatMoment(atMs, view.asOfMs, zone)}</b>
      <dl>
        {view.lanes.map((lane) => (
          <div key={lane.tier} className="contents">
            <dt className="dim">
              {tierLook[lane.tier].name}, {lane.windowMinutes} min
            </dt>
            <dd>
              {countAt(lane.points, atMs)} of {lane.threshold}
            </dd>
          </div>
        ))}
      </dl>
      {bucket !== undefined && (
        <span className="dim">
          from {formatClock(bucket.fromMs, zone, 'minute')}: {bucket.admitted} admitted,{' '}
          {bucket.held + bucket.paced + bucket.blocked} held or blocked
          {bucket.refusedByLockout > 0 && `, ${bucket.refusedByLockout} refused`}
        </span>
      )}
    </>
  )
}
