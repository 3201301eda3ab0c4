'use client'

import { CountBars } from '../../charts/count-bars.tsx'
import { rateMax, RateLane, rateText, UnknownBox, type RateZone } from '../../charts/rate-lane.tsx'
import { TimeFrame } from '../../charts/time-frame.tsx'
import { Flags, TimeAxis, TimeGrid } from '../../charts/time-marks.tsx'
import type { TimeScale } from '../../charts/time-scale.ts'
import type { RecoverySeries } from '#lib/contracts/views/recovery-series-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { formatMoment, formatSpan } from '#lib/shared/format-time.ts'
import { engagementFlags } from './engagement-flags.ts'
import { engagementSentence } from './engagement-sentence.ts'
import { intensityLook } from './intensity-look.ts'
import { gapTexts } from './gap-texts.ts'

/** Where each part lies, in pixels from the top. */
const wide = { laneTop: 30, laneBottom: 226, barsTop: 244, barsBottom: 284, axisY: 298, height: 306 }
const compact = { laneTop: 26, laneBottom: 196, barsTop: 222, barsBottom: 252, axisY: 267, height: 276 }
type Layout = typeof wide

const layoutOf = (isCompact: boolean): Layout => (isCompact ? compact : wide)

/** The engagement rate over the policy's zones with what was judged and done, and the exposure under it. */
export function EngagementChart({ series, zone }: { series: RecoverySeries; zone: string }) {
  return (
    <TimeFrame
      range={series}
      zone={zone}
      label={engagementSentence(series, zone)}
      gutter={{ left: 88, right: 132, compactRight: 44 }}
      height={(isCompact) => layoutOf(isCompact).height}
      readout={(atMs) => <Readout series={series} atMs={atMs} zone={zone} />}
    >
      {(scale) => <Picture series={series} scale={scale} zone={zone} />}
    </TimeFrame>
  )
}

function Picture({ series, scale, zone }: { series: RecoverySeries; scale: TimeScale; zone: string }) {
  const box = layoutOf(scale.compact)
  const zones = zonesOf(series)
  const rates = series.points.flatMap(([, rate]) => rate ?? [])
  const max = rateMax(
    rates,
    zones.map(({ fromRate }) => fromRate),
  )
  const points = series.points.map(([atMs, rate]) => ({ atMs, rate }))
  const dots = series.evaluations.flatMap(({ atMs, rate, planned }) =>
    rate === null ? [] : [{ atMs, rate, fill: planned === null ? null : intensityLook[planned].color }],
  )
  return (
    <svg className="overlay" width={scale.width} height={box.height} aria-hidden="true">
      <TimeGrid scale={scale} top={box.laneTop} bottom={box.barsBottom} />
      <RateLane
        scale={scale}
        top={box.laneTop}
        bottom={box.laneBottom}
        max={max}
        points={points}
        zones={zones}
        dots={dots}
      >
        {series.gaps.map((gap) => (
          <UnknownBox
            key={gap.fromMs}
            scale={scale}
            of={gap}
            top={box.laneTop}
            bottom={box.laneBottom}
            texts={gapTexts(gap.why, series)}
          />
        ))}
      </RateLane>
      <CountBars
        scale={scale}
        bucketMs={series.exposure.bucketMs}
        buckets={series.exposure.buckets.map(({ fromMs, newImpressions }) => ({
          atMs: fromMs,
          count: newImpressions,
        }))}
        top={box.barsTop}
        bottom={box.barsBottom}
      />
      <Names series={series} scale={scale} box={box} />
      <TimeAxis scale={scale} y={box.axisY} endLabel="now" />
      <line
        x1={scale.plotRight}
        x2={scale.plotRight}
        y1={box.laneTop}
        y2={box.barsBottom}
        stroke="var(--text)"
      />
      <Flags scale={scale} flags={engagementFlags(series, zone)} bottom={box.laneBottom} />
    </svg>
  )
}

/** What the two lanes count, and in what. */
function Names({ series, scale, box }: { series: RecoverySeries; scale: TimeScale; box: Layout }) {
  const { bucketMs, buckets } = series.exposure
  const bucket = formatSpan(bucketMs)
  const highest = Math.max(0, ...buckets.map(({ newImpressions }) => newImpressions))
  if (scale.compact) {
    return (
      <text x="0" y={box.barsTop - 8} fontSize="11" fill="var(--text-2)">
        New impressions per {bucket}, highest {formatCount(highest)}
      </text>
    )
  }
  return (
    <>
      <Name
        x={0}
        y={box.laneTop + 12}
        name="Engagement"
        unit={`rate, ${String(series.windowMinutes)}\u00a0min`}
      />
      <Name x={0} y={box.barsTop + 14} name="New impr." unit={`per ${bucket}`} />
      {buckets.length > 0 && (
        <text x={scale.plotRight + 8} y={box.barsTop + 9} fontSize="11" fill="var(--axis)">
          {formatCount(highest)} highest
        </text>
      )}
    </>
  )
}

function Name({ x, y, name, unit }: { x: number; y: number; name: string; unit: string }) {
  return (
    <>
      <text x={x} y={y} fontSize="12" fontWeight="500" fill="var(--text-2)">
        {name}
      </text>
      <text x={x} y={y + 14} fontSize="11" fill="var(--text-2)">
        {unit}
      </text>
    </>
  )
}

function zonesOf({ zones }: RecoverySeries): RateZone[] {
  return zones.map(({ intensity, fromRate, toRate }) => {
    if (intensity === null) {
      return { name: 'Healthy', shortName: 'Healthy', fromRate, toRate, fill: null, opacity: 0 }
    }
    const { name, action, color, opacity } = intensityLook[intensity]
    return { name: `${name}: ${action}`, shortName: name, fromRate, toRate, fill: color, opacity }
  })
}

function Readout({ series, atMs, zone }: { series: RecoverySeries; atMs: number; zone: string }) {
  const point = series.points.findLast(([at]) => at <= atMs)
  return (
    <>
      <b>{formatMoment(atMs, series.asOfMs, zone)}</b>
      {point === undefined ? (
        <span className="dim"> no sample yet</span>
      ) : (
        <dl>
          <dt className="dim">Rate</dt>
          <dd>{point[1] === null ? 'not judged' : rateText(point[1])}</dd>
          <dt className="dim">New impressions</dt>
          <dd>{formatCount(point[2])}</dd>
        </dl>
      )}
    </>
  )
}
