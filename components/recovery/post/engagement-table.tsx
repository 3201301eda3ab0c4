'use client'

import { rateText } from '../../charts/rate-lane.tsx'
import type { RecoverySeries } from '#lib/contracts/views/recovery-series-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { formatMoment } from '#lib/shared/format-time.ts'
import { intensityLook } from './intensity-look.ts'

/** The chart's figures as a table, newest first: each measured moment, and what was done between it and the next. */
export function EngagementTable({ series, zone }: { series: RecoverySeries; zone: string }) {
  const rows = series.points.map((point, index) => ({
    point,
    nextMs: series.points[index + 1]?.[0] ?? Infinity,
  }))
  return (
    <div className="table-twin" tabIndex={0} role="region" aria-label="Engagement as a table">
      <table>
        <thead>
          <tr>
            <th>Time</th>
            <th className="num">New impressions in {series.windowMinutes}&nbsp;min</th>
            <th className="num">Rate</th>
            <th>Zone</th>
            <th>What was done</th>
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map(({ point: [atMs, rate, newImpressions], nextMs }) => (
            <tr key={atMs}>
              <td className="nw">{formatMoment(atMs, series.asOfMs, zone)}</td>
              <td className="num">{formatCount(newImpressions)}</td>
              <td className="num nw">{rate === null ? 'unknown' : rateText(rate)}</td>
              <td className="dim">{rate === null ? 'not judged' : zoneName(series, rate)}</td>
              <td>{doneBetween(series, atMs, nextMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A rate at a border belongs to the zone below: its score is reached. */
function zoneName({ zones }: RecoverySeries, rate: number): string {
  const zone = zones.find(({ fromRate }) => rate > fromRate) ?? zones.at(-1)
  return zone?.intensity == null ? 'Healthy' : intensityLook[zone.intensity].name
}

function doneBetween(
  { actions, evaluations, recoveries }: RecoverySeries,
  fromMs: number,
  toMs: number,
): string {
  const inside = ({ atMs }: { atMs: number }) => atMs >= fromMs && atMs < toMs
  const looks = evaluations.filter(inside).length
  return [
    ...(looks === 0 ? [] : [looks === 1 ? 'evaluated' : `evaluated ${String(looks)} times`]),
    ...actions.filter(inside).map(({ actionType }) => actionType),
    ...recoveries.filter(inside).map(({ episode }) => `episode ${String(episode)} recovered`),
  ].join(', ')
}
